// SPDX-License-Identifier: MIT
/* Dates as HTTP and COS write them, as seconds since 1970. */
import { trim } from './ascii';

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';

/* Sun, 06 Nov 1994 08:49:37 GMT */
const FIXDATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d\d) ([A-Z]..) (\d{4}) ([\d:]{8}) GMT$/;
/* Sunday, 06-Nov-94 08:49:37 GMT */
const RFC850 =
  /^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (\d\d)-([A-Z]..)-(\d\d) ([\d:]{8}) GMT$/;
/* Sun Nov  6 08:49:37 1994 */
const ASCTIME = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([A-Z]..) ( \d|\d\d) ([\d:]{8}) (\d{4})$/;
/* 2020-01-02T03:04:05Z, decimals of the second are ignored. */
const ISO = /^(\d{4})-(\d\d)-(\d\d)T([\d:]{8})(?:\.\d+)?Z$/;
const TIME = /^(\d\d):(\d\d):(\d\d)$/;

const MOST = 1000000000000;

/** A second of 60 is a leap second, and treated as the next one. */
function toSeconds(year: number, month: number, day: number, time: string): number | undefined {
  const part = TIME.exec(time);
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (!part || year < 1970 || month < 1 || month > 12 || day < 1 || day > last) {
    return undefined;
  }
  const [hour, minute, second] = [+part[1]!, +part[2]!, +part[3]!];
  return hour <= 23 && minute <= 59 && second <= 60
    ? Date.UTC(year, month - 1, day, hour, minute, second) / 1000
    : undefined;
}

/** 1 to 12; 0 when it is not a month. */
function monthOf(name: string): number {
  return Math.floor(MONTHS.indexOf(name) / 3) + 1;
}

/** Undefined when it is not a date, or before 1970. */
export function parseDate(text: string | undefined): number | undefined {
  const date = trim(text || '');
  let part = FIXDATE.exec(date);
  if (part) {
    return toSeconds(+part[3]!, monthOf(part[2]!), +part[1]!, part[4]!);
  }
  part = ISO.exec(date);
  if (part) {
    return toSeconds(+part[1]!, +part[2]!, +part[3]!, part[4]!);
  }
  part = RFC850.exec(date);
  if (part) {
    const year = +part[3]!;
    return toSeconds(year + (year < 70 ? 2000 : 1900), monthOf(part[2]!), +part[1]!, part[4]!);
  }
  part = ASCTIME.exec(date);
  return part ? toSeconds(+part[4]!, monthOf(part[1]!), +part[2]!, part[3]!) : undefined;
}

/** Digits alone; what is too large becomes very large. */
function parseSeconds(text: string): number | undefined {
  const digits = trim(text);
  let seconds = 0;
  if (!/^\d+$/.test(digits)) {
    return undefined;
  }
  for (let i = 0; i < digits.length; i++) {
    seconds = seconds < MOST ? seconds * 10 + (digits.charCodeAt(i) - 0x30) : MOST;
  }
  return seconds;
}

/** What dates are read from. */
export interface Dates {
  readonly date?: string | undefined;
  readonly serverTime?: string | undefined;
  readonly retryAfter?: string | undefined;
}

/** Retry-After in seconds from when the answer was made; undefined when it says none. */
export function retryAfterOf(dates: Dates, receivedAt: number): number | undefined {
  const seconds = parseSeconds(dates.retryAfter || '');
  if (seconds !== undefined) {
    return seconds;
  }
  const until = parseDate(dates.retryAfter);
  const parsed = parseDate(dates.date);
  const server = parsed !== undefined ? parsed : receivedAt;
  return until !== undefined && server > 0 ? Math.max(until - server, 0) : undefined;
}

/** The server's clock less the local one, in seconds; undefined when one is not known. */
export function clockSkewOf(dates: Dates, receivedAt: number): number | undefined {
  const parsed = parseDate(dates.serverTime);
  const server = parsed !== undefined ? parsed : parseDate(dates.date);
  return server !== undefined && receivedAt > 0 ? server - receivedAt : undefined;
}

/** Seconds; below it the clock is not the cause. */
export const MIN_SKEW = 30;
