#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The tables of what the SDKs do, in the READMEs of the packages.

usage: table.py BUILD_DIR [--update]

A table stands between '<!-- sdk-table:SDK -->' and '<!-- /sdk-table -->'. It is compared with what
the SDKs and coserr do now, but for the times; --update writes it.
"""
import pathlib
import re
import sys

import sdks
from describe import given

BINDINGS = sdks.HERE.parents[2] / 'src/bindings'
PACKAGES = {'python': ['cos-python-sdk-v5'], 'javascript': list(sdks.NODE_SDKS)}
NAMES = ('README.md', 'README.zh-CN.md')
MARKED = re.compile(r'(<!-- sdk-table:(\S+) -->\n)(.*?)(<!-- /sdk-table -->)', re.DOTALL)
TIMES = re.compile(r' \(at [^)]*\)|（(第[^）]*秒|无间隔)）')

TITLES = {
    'no-such-key': ('404 NoSuchKey', '404 NoSuchKey'),
    'expired': ('403 AccessDenied, "Request has expired"',
                '403 AccessDenied，“Request has expired”'),
    'clock-behind': ('403 RequestTimeTooSkewed, the clock an hour behind',
                     '403 RequestTimeTooSkewed，本机时钟慢一小时'),
    'signature': ('403 SignatureDoesNotMatch', '403 SignatureDoesNotMatch'),
    'slow-down': ('503 SlowDown', '503 SlowDown'),
    'slow-down-retry-after': ('503 SlowDown, `Retry-After: 7`', '503 SlowDown，`Retry-After: 7`'),
    'no-resource': ('503 ServiceUnavailable without Resource',
                    '503 ServiceUnavailable，没有 Resource'),
    'request-timeout': ('400 RequestTimeout', '400 RequestTimeout'),
    'not-implemented': ('501 NotImplemented', '501 NotImplemented'),
    'head-404': ('HEAD, 404', 'HEAD，404'),
    'head-403': ('HEAD, 403', 'HEAD，403'),
    'empty-403': ('403 without a body', '403，没有响应体'),
    'code-header': ('429, the code in a header alone', '429，错误码只在响应头中'),
    'copy-after-200': ('a copy: 200, with InternalError in the body',
                       '复制：状态码 200，响应体为 InternalError'),
    'copy-denied-after-200': ('a copy: 200, with AccessDenied in the body',
                              '复制：状态码 200，响应体为 AccessDenied'),
    'proxy-page': ('502, the HTML page of a proxy', '502，代理的 HTML 页面'),
    'vector-bucket': ('400, the JSON of a vector bucket', '400，向量存储桶的 JSON'),
    'cut-in-tag': ('404, the XML ends inside a tag', '404，XML 在标签中间截断'),
    'cut-connection': ('404, the connection ends inside the body', '404，连接在响应体中间断开'),
    'cut-download': ('200, the connection ends inside the object', '200，连接在对象内容中间断开'),
    'reset': ('the connection is reset', '连接被重置'),
    'silence': ('no answer until the timeout', '超时之前没有响应'),
    'nobody': ('nobody listens', '端口无人监听'),
}
HEADS = (('Server', 'SDK', 'Requests', '`coserr`', '`decide`, after one attempt'),
         ('服务端', 'SDK', '请求次数', '`coserr`', '首次失败后 `decide` 的建议'))
ACTIONS = {
    'stop': ('stop', '停止'),
    'again': ('again', '重试'),
    'correct-clock': ('correct the clock, then again', '校正时钟后重试'),
    'fetch-credentials': ('new credentials, then again', '换新密钥后重试'),
    'read-state': ('look at the state first', '先查询状态'),
    'other-endpoint': ('the backup domain', '改用备用域名'),
}


def requests(made, zh):
    """'4 (at 0, 1, 3, 6 s)', to half a second; no times for one request."""
    if len(made) < 2:
        return str(len(made) or '—')
    times = [f'{round(seconds * 2) / 2:g}' for _, seconds in made]
    if times[-1] == '0':
        return f'{len(made)}（无间隔）' if zh else f'{len(made)} (at once)'
    return (f'{len(made)}（第 {"、".join(times)} 秒）' if zh
            else f'{len(made)} (at {", ".join(times)} s)')


def said(says, zh):
    if says is None:
        return '—'
    text = says['message']['zh-CN' if zh else 'en']
    return f'`{says["code"]}` {text}' if says.get('code') else text


def advised(says, zh):
    if says is None:
        return '—'
    least, most = (f'{delay / 1000:g}' for delay in says['delay_ms'])
    word = ACTIONS[says['action']][zh]
    if most == '0':
        return word
    span = least if least == most else f'{least}–{most}' if zh else f'{least} to {most}'
    return f'{span} 秒后{word}' if zh else f'{word} after {span} s'


def table(outcomes, zh):
    rows = [HEADS[zh], ['---'] * len(HEADS[zh])]
    for name, title in TITLES.items():
        got = outcomes[name]
        rows.append((title[zh], given(got, zh), requests(got['requests'], zh),
                     said(got.get('says'), zh), advised(got.get('says'), zh)))
    return ''.join('| ' + ' | '.join(cell.replace('|', '\\|') for cell in row) + ' |\n'
                   for row in rows)


def filled(text, runs, zh):
    """The README with its tables as the SDKs are now."""
    return MARKED.sub(lambda m: m[1] + table(runs[m[2]], zh) + m[4], text)


def faults(file, wanted, runs, update):
    """What is wrong with a README; with `update`, its tables are written instead."""
    text = file.read_text(encoding='utf-8')
    marked = [name for _, name, _, _ in MARKED.findall(text)]
    if marked != wanted:
        yield f'tables of {marked or "no SDK"} are marked, not of {wanted}'
        return
    new = filled(text, runs, file.name.endswith('zh-CN.md'))
    if update:
        file.write_text(new, encoding='utf-8')
    elif TIMES.sub('', new) != TIMES.sub('', text):
        yield 'a table is not what the SDKs do now; --update writes it'


def main():
    build, update = pathlib.Path(sys.argv[1]).resolve(), '--update' in sys.argv[2:]
    runs = sdks.run_all(build, [sdk for wanted in PACKAGES.values() for sdk in wanted])
    silent = [sdk for sdk, run in runs.items() if 'says' not in run['no-such-key']]
    wrong = [f'coserr is not installed beside {sdk}' for sdk in silent]
    for package, wanted in PACKAGES.items() if not silent else ():
        for name in NAMES:
            for fault in faults(BINDINGS / package / name, wanted, runs, update):
                wrong.append(f'src/bindings/{package}/{name}: {fault}')
    print('\n'.join(wrong) or 'the tables are what the SDKs do')
    return int(bool(wrong))


if __name__ == '__main__':
    sys.exit(main())
