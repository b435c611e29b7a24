// SPDX-License-Identifier: MIT
// A usual way in Node to read an error body; prints lines as the other programs do.
//
// usage: node bodies_node.js ROUNDS BODIES
'use strict';
const assert = require('assert');
const fs = require('fs');
const xml2js = require('xml2js');

const FIELDS = ['Code', 'Message', 'Resource', 'RequestId', 'TraceId'];
const READS = 512;
const WARM_UP = 4; // rounds that are not measured

function readJson(body) {
    const root = JSON.parse(body);
    return [root.code, root.message, '', root.requestid, ''];
}

function readXml(body) {
    let values;
    xml2js.parseString(body, {explicitArray: false}, (fault, result) => {
        values = FIELDS.map((name) => result.Error[name]);
    });
    return values;
}

const strings = fs.readFileSync(process.argv[3], 'utf8').split('\0').slice(0, -1);
const sets = new Map();
for (let i = 0; i < strings.length; i += 8) {
    const bodies = sets.get(strings[i]) || [];
    bodies.push({text: strings[i + 2], values: strings.slice(i + 3, i + 8)});
    sets.set(strings[i], bodies);
}
for (const [name, bodies] of sets) {
    const [peer, read] = name === 'JSON' ? ['Node JSON.parse', readJson] : ['Node xml2js', readXml];
    for (const body of bodies) {
        assert.deepStrictEqual(read(body.text), body.values);
    }
    const times = [];
    for (let round = -WARM_UP; round < Number(process.argv[2]); round++) {
        const start = process.hrtime.bigint();
        for (let i = 0; i < READS; i++) {
            read(bodies[(i * 7) % bodies.length].text);
        }
        if (round >= 0) {
            times.push(Number(process.hrtime.bigint() - start) / READS);
        }
    }
    console.log([name, peer, ...times].join('\t'));
}
