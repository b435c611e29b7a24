#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The comparisons notice what they are for, and nothing else. Needs no SDK."""
import copy
import unittest
import urllib.error
import urllib.request

import record
import sdks
import server
import table

SAYS = {'code': 'SlowDown', 'message': {'en': 'Slow.', 'zh-CN': '慢。'}, 'action': 'again',
        'delay_ms': [500, 1500]}
OUTCOME = {'error': {'class': 'Object', 'properties': {'code': '503', 'statusCode': 503}},
           'says': SAYS, 'requests': [('GET', 0), ('GET', 1.02)]}


class Comparisons(unittest.TestCase):
    def test_volatile(self):
        self.assertEqual(sdks.settled([{'a': 'http://127.0.0.1:4711/x', 'b': 4711}]),
                         [{'a': 'http://127.0.0.1:8080/x', 'b': 4711}])
        self.assertEqual(sdks.settled('Mon, 01 Jan 2024 01:02:03 GMT'),
                         'Sat, 21 Nov 2026 15:00:00 GMT')

    def test_record(self):
        lines = [line for line in record.read() if record.is_recorded(line)]
        got = {line['id']: copy.deepcopy(line['in']) for line in lines}
        self.assertEqual(list(record.differences(got, lines)), [])
        name = 'sdk-errors/cos-nodejs-sdk-v5/slow-down'
        got[name]['error']['properties']['statusCode'] = 500
        missing = got.pop('sdk-errors/cos-wx-sdk-v5/success')
        self.assertIsNone(missing['error'])
        self.assertEqual([text.split('\n')[0] for text in record.differences(got, lines)],
                         [name, 'sdk-errors/cos-wx-sdk-v5/success'])

    def test_every_answer_is_written(self):
        self.assertEqual([line['id'] for line in record.read() if line['out'] == 'TODO'], [])

    def test_table(self):
        made = {name: copy.deepcopy(OUTCOME) for name in table.TITLES}
        first = table.TIMES.sub('', table.table(made, False))
        self.assertIn("| `code: '503', statusCode: 503` | 2 | `SlowDown` Slow. | again after 0.5 to"
                      ' 1.5 s |', first)
        made['slow-down']['requests'][1] = ('GET', 3.7)
        self.assertEqual(table.TIMES.sub('', table.table(made, False)), first)
        made['slow-down']['requests'].append(('GET', 4))
        self.assertNotEqual(table.TIMES.sub('', table.table(made, False)), first)
        self.assertIn('| 3（第 0、3.5、4 秒） | `SlowDown` 慢。 | 0.5–1.5 秒后重试 |',
                      table.table(made, True))

    def test_server(self):
        at = server.start(['no-such-key'])['no-such-key']
        for _ in range(2):
            with self.assertRaises(urllib.error.HTTPError) as caught:
                urllib.request.urlopen(f'http://{at.host}/a')
            self.assertEqual(caught.exception.code, 404)
            caught.exception.close()
        question = urllib.request.Request(f'http://{at.host}/a', method='OPTIONS')
        with urllib.request.urlopen(question) as answer:
            self.assertEqual(answer.headers['Access-Control-Allow-Origin'], '*')
        at.close()
        self.assertEqual([head.split('\r\n')[0] for head in at.requests], ['GET /a HTTP/1.1'] * 2)
        self.assertEqual(at.times[0], 0)


if __name__ == '__main__':
    unittest.main()
