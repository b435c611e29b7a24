#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A real client over loopback against a server that plays a script: for each scenario the answers in
turn, and the whole exchange that the client is to make of them, delays included.

usage: test_client.py CLIENT
"""
import email.utils
import os
import pathlib
import socket
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import scripted  # noqa: E402
from scripted import Server, reset  # noqa: E402

CLIENT = None
PROLOG = "<?xml version='1.0' encoding='utf-8' ?>\n"


def error(code, message='m', request_id='N1'):
    return (f'{PROLOG}<Error>\n\t<Code>{code}</Code>\n\t<Message>{message}</Message>\n'
            f'\t<RequestId>{request_id}</RequestId>\n</Error>')


def answer(status, body='', headers=(), date=None, from_cos=True, length=None):
    """An answer of COS: with its request id, unless it is not from COS."""
    more = [f'Date: {email.utils.formatdate(date, usegmt=True)}'] if date else []
    more += ['x-cos-request-id: N1'] if from_cos else []
    return scripted.answer(status, body, more + list(headers), length=length)


def trickle(connection, _head):
    connection.sendall(b'HTTP/1.1 200 x\r\nContent-Length: 1000\r\n\r\n')
    for _ in range(50):                           # two seconds at most: the client is impatient
        connection.sendall(b'x')
        time.sleep(0.04)


def signed_at(head):
    return next(line.split(': ', 1)[1].split()
                for line in head.split('\r\n') if line.startswith('x-signed'))


class Exchange(unittest.TestCase):
    def play(self, script, method='GET', *options):
        server = Server(script)
        try:
            done = subprocess.run([CLIENT, method, server.url, *options], capture_output=True,
                                  text=True, timeout=120, check=False)
        finally:
            server.close()
        self.assertEqual(len(server.requests), len(script))
        return done.stdout.splitlines(), done.returncode, server.requests, done.stderr

    def test_no_such_key(self):
        lines, status, _, stderr = self.play([answer(404, error('NoSuchKey'))])
        self.assertEqual(lines, ['404 NoSuchKey | NoSuchKey | stop | delay 0',
                                 'failed N1'])
        self.assertEqual(status, 1)
        self.assertRegex(stderr, '[\u4e00-\u9fff]')

    def test_head_404(self):
        lines, status, _, _ = self.play([answer(404)], 'HEAD')
        self.assertEqual(lines, ['404 - |  | stop | delay 0', 'failed N1'])
        self.assertEqual(status, 1)

    def test_error_in_a_200(self):
        body = ' \n' * 40 + error('InternalError')
        again = '200 InternalError | InternalError | again | delay '
        lines, status, _, _ = self.play([answer(200, body), answer(200, body), answer(200, '<Done/>')],
                                        'PUT', 'complete')
        self.assertEqual(lines, [again + '100', again + '200', 'success <Done/>'])
        self.assertEqual(status, 0)

    def test_error_document_as_an_object(self):
        lines, status, _, _ = self.play([answer(200, error('InternalError'))])
        self.assertTrue(lines[0].startswith('success '))
        self.assertEqual(status, 0)

    def test_slow_down(self):
        first = answer(503, error('SlowDown'), ['Retry-After: 7'])
        lines, status, _, _ = self.play([first, answer(503, error('SlowDown')), answer(200, 'ok')])
        again = '503 SlowDown | SlowDown | again | delay '
        self.assertEqual(lines, [again + '7000', again + '1500', 'success ok'])
        self.assertEqual(status, 0)

    def test_clock_skew(self):
        ahead = 3600

        def judge(_connection, head):
            now = time.time() + ahead
            at = int(signed_at(head)[0])
            if abs(at - now) > 900:
                return answer(403, error('RequestTimeTooSkewed'), date=now)
            return answer(200, 'ok')
        lines, status, requests, _ = self.play([judge, judge])
        self.assertEqual(lines[0], '403 RequestTimeTooSkewed | RequestTimeTooSkewed | correct-clock | delay 0')
        self.assertEqual(lines[1:], ['success ok'])
        moved = int(signed_at(requests[1])[0]) - int(signed_at(requests[0])[0])
        self.assertLessEqual(abs(moved - ahead), 3)
        self.assertEqual(status, 0)

    def test_clock_that_stays_wrong(self):
        wrong = answer(403, error('RequestTimeTooSkewed'), date=time.time() + 3600)
        lines, status, _, _ = self.play([wrong, wrong])
        self.assertIn('| stop |', lines[1])
        self.assertEqual(status, 1)

    def test_expired_signature(self):
        """AccessDenied, and the message tells."""
        now = time.time()
        expired = answer(403, error('AccessDenied', 'Request has expired'), date=now)
        lines, status, _, _ = self.play([expired, answer(200, 'ok')])
        self.assertEqual(lines, ['403 AccessDenied | Request has expired | again | delay 0', 'success ok'])
        lines, status, _, _ = self.play([expired], 'GET', 'presigned')
        self.assertIn('| stop |', lines[0])
        self.assertEqual(status, 1)

    def test_expired_token(self):
        def judge(_connection, head):
            return (answer(200, 'ok') if signed_at(head)[1] == '1'
                    else answer(400, error('ExpiredToken')))
        lines, status, _, _ = self.play([judge, judge])
        self.assertEqual(lines, ['400 ExpiredToken | ExpiredToken | fetch-credentials | delay 0', 'success ok'])
        self.assertEqual(status, 0)

    def test_reset_connection(self):
        lines, status, _, stderr = self.play([reset, answer(200, 'ok')])
        self.assertIn('tokens 500\n', stderr)      # the success gave back what its attempt had cost
        self.assertEqual(lines, ['0 ConnectionLost | ConnectionLost | again | delay 100', 'success ok'])
        self.assertEqual(status, 0)

    def test_reset_connection_of_a_post(self):
        lines, status, _, _ = self.play([reset], 'POST')
        self.assertIn('| stop |', lines[0])
        self.assertEqual(status, 1)

    def test_truncated_body(self):
        whole = error('NoSuchUpload')
        cut = answer(404, whole[:-30], length=len(whole))
        lines, _, _, _ = self.play([cut, answer(404, whole)])
        self.assertEqual(lines[0], '0 ResponseTruncated | ResponseTruncated | again | delay 100')
        self.assertEqual(lines[1], '404 NoSuchUpload | NoSuchUpload | read-state | delay 0')

    def test_proxy_page(self):
        """A 502 without a request id is not from COS: the backup domain, where there is one."""
        page = answer(502, '<html><h1>502 Bad Gateway</h1></html>', ['Content-Type: text/html'],
                      from_cos=False)
        backup = Server([answer(200, 'from backup')])
        try:
            lines, status, _, _ = self.play([page], 'GET', 'backup', backup.url)
        finally:
            backup.close()
        self.assertEqual(lines, ['502 - |  | other-endpoint | '
                                 'delay 0', 'success from backup'])
        self.assertEqual(status, 0)
        lines, _, _, _ = self.play([page, answer(200, 'ok')])
        self.assertEqual(lines, ['502 - |  | again | delay 100',
                                 'success ok'])

    def test_trickle(self):
        lines, status, _, _ = self.play([trickle, answer(200, 'ok')])
        self.assertEqual(lines, ['0 ReadTimeout | ReadTimeout | again | delay 100', 'success ok'])
        self.assertEqual(status, 0)

    def test_nobody_there(self):
        port = socket.socket()
        port.bind(('127.0.0.1', 0))
        url = f'http://127.0.0.1:{port.getsockname()[1]}/'     # bound, and nobody listens
        done = subprocess.run([CLIENT, 'POST', url], capture_output=True, text=True, timeout=120,
                              check=False)
        port.close()
        lines = done.stdout.splitlines()
        self.assertIn('tokens 460\n', done.stderr)
        self.assertEqual([line.split(' | ')[0] for line in lines[:-1]], ['0 ConnectionFailed'] * 5)
        self.assertEqual([line.rsplit(' ', 1)[1] for line in lines[:-1]],
                         ['100', '200', '400', '800', '0'])
        self.assertEqual(done.returncode, 1)

    def test_gives_up(self):
        busy = answer(500, error('InternalError'))
        lines, status, _, stderr = self.play([busy] * 5)
        self.assertIn('tokens 480\n', stderr)
        self.assertEqual([line.rsplit(' ', 1)[1] for line in lines],
                         ['100', '200', '400', '800', '0', 'N1'])
        self.assertEqual(status, 1)


if __name__ == '__main__':
    CLIENT = os.path.abspath(sys.argv.pop(1))
    unittest.main()
