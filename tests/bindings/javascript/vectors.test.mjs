// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { coserr } from './paths.mjs';
import { ask, expected, isMeant, readLines, unknownNeeds, vectorsDir } from './vectors.mjs';

/** The ids of the vectors that are answered otherwise. */
function differing(name, vectors) {
  return vectors.filter(isMeant).flatMap((vector) => {
    const { want, got } = expected(name, vector, ask[name](vector.in));
    try {
      assert.deepEqual(got, want);
      return [];
    } catch (error) {
      return [`${vector.id}\n${error.message}`];
    }
  });
}

test('vectors: every file, and no need that is not known', () => {
  const files = fs.readdirSync(vectorsDir).filter((name) => name.endsWith('.jsonl'));
  assert.deepEqual(files.sort(), [...Object.keys(ask), 'texts'].map((n) => `${n}.jsonl`).sort());
  for (const name of Object.keys(ask)) {
    assert.deepEqual(readLines(name).flatMap(unknownNeeds), []);
  }
});

for (const name of Object.keys(ask)) {
  const vectors = readLines(name);
  const meant = vectors.filter(isMeant);

  test(`vectors: ${name} (${meant.length} of ${vectors.length})`, () => {
    assert.notEqual(meant.length, 0);
    const failed = differing(name, vectors);
    assert.equal(failed.length, 0, `${failed.length} differ:\n${failed.slice(0, 5).join('\n\n')}`);
  });

  test(`vectors: a false answer in ${name} is noticed`, () => {
    const at = vectors.findIndex((vector) => isMeant(vector) && vector.out !== null);
    const falsified = [...vectors];
    const out = structuredClone(vectors[at].out);
    const target = out.steps ? out.steps[0] : out;
    const member = Object.keys(target).find((key) => typeof target[key] === 'string');
    target[member] += ' or not';
    falsified[at] = { ...vectors[at], out };
    const isNamed = (failed) => failed.some((text) => text.startsWith(`${vectors[at].id}\n`));
    assert.ok(!isNamed(differing(name, vectors)) && isNamed(differing(name, falsified)));
  });
}

function entryOf(key) {
  const [first, second, third] = key.split(':');
  if (first === 'client') {
    return coserr.fromClient(second).entry;
  }
  if (first === 'family') {
    const status = { '3xx': 399, '4xx': 499, '5xx': 599, unknown: undefined }[second];
    return coserr.find(
      '',
      second in { '3xx': 0, '4xx': 0, '5xx': 0, unknown: 0 } ? status : +second,
    );
  }
  return third === undefined ? coserr.find(first, +second) : undefined;
}

/** The texts of a key: of a case through a message that leads to it. */
function textOf(key, lang, messages) {
  const entry = entryOf(key);
  return entry !== undefined ? coserr.text(entry, lang) : messages.get(key)?.text(lang);
}

test('texts', () => {
  const results = readLines('resolve')
    .filter(({ out }) => out.match === 'refined')
    .map((vector) => [vector.out.entry, coserr.resolve(vector.in)]);
  const messages = new Map(results);
  for (const line of readLines('texts')) {
    const [list, word] = line.id.split(':');
    if (line.text !== undefined) {
      assert.equal(coserr.wordText(list, word, line.lang), line.text, line.id);
      continue;
    }
    const text = textOf(line.id, line.lang, messages);
    assert.ok(text, `${line.id} is not reached`);
    assert.equal(text.message, line.message, line.id);
    assert.equal(text.advice, line.advice, line.id);
    assert.deepEqual(text.docs, line.docs || [], line.id);
    assert.equal(text.lang, line.lang, line.id);
  }
});
