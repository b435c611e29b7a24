# SPDX-License-Identifier: MIT
"""A server on loopback that plays a script: each request gets the next step, and is remembered.

A step is the bytes of an answer, or a function of (connection, head) that does what it likes with
the connection and may return bytes to be sent.
"""
import socket
import struct
import threading
import time


def answer(status, body='', headers=(), reason='x', length=None):
    """An answer whose Content-Length is that of the body, unless it is given."""
    body = body if isinstance(body, bytes) else body.encode()
    lines = [f'HTTP/1.1 {status} {reason}', 'Connection: close', *headers,
             f'Content-Length: {len(body) if length is None else length}']
    return '\r\n'.join(lines).encode() + b'\r\n\r\n' + body


def reset(connection, _head):
    """Closes with RST instead of FIN."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))


def header(head, name):
    """The value of a header of a request, or ''."""
    for line in head.split('\r\n')[1:]:
        key, _, value = line.partition(':')
        if key.lower() == name.lower():
            return value.strip()
    return ''


def read_request(connection):
    """The head of the next request; its body is read and dropped. '' where the client is gone."""
    data = b''
    while b'\r\n\r\n' not in data:
        got = connection.recv(65536)
        if not got:
            return ''
        data += got
    head, _, body = data.partition(b'\r\n\r\n')
    head = head.decode('latin-1')
    if header(head, 'Expect'):
        connection.sendall(b'HTTP/1.1 100 Continue\r\n\r\n')
    chunked = 'chunked' in header(head, 'Transfer-Encoding')
    length = int(header(head, 'Content-Length') or 0)
    while not body.endswith(b'0\r\n\r\n') if chunked else len(body) < length:
        got = connection.recv(65536)
        if not got:
            break
        body += got
    return head


class Server:
    """Plays `script` once; with `repeat`, its last step again and again until it is closed."""

    def __init__(self, script, repeat=False, listen=True):
        self.script = list(script)
        self.repeat = repeat
        self.requests = []                       # heads, in the order of arrival
        self.times = []                          # seconds since the first of them
        self.lock = threading.Lock()
        self.socket = socket.socket()
        self.socket.bind(('127.0.0.1', 0))
        if listen:
            self.socket.listen(16)
        self.host = f'127.0.0.1:{self.socket.getsockname()[1]}'
        self.url = f'http://{self.host}/bucket/key'
        self.thread = threading.Thread(target=self.accept, daemon=True)
        if listen:
            self.thread.start()

    def accept(self):
        workers = []
        while self.repeat or len(workers) < len(self.script):
            try:
                connection, _ = self.socket.accept()
            except OSError:                      # closed
                break
            workers.append(threading.Thread(target=self.talk, args=(connection,), daemon=True))
            workers[-1].start()
        for worker in workers:
            worker.join(5)

    def talk(self, connection):
        """One request; a browser also opens connections that it never uses."""
        with connection:
            connection.settimeout(10)
            try:
                head = read_request(connection)
                step = self.next_step(head) if head else None
                done = step(connection, head) if callable(step) else step
                if done:
                    connection.sendall(done)
            except OSError:                      # the client is gone
                pass

    def next_step(self, head):
        with self.lock:
            now = time.monotonic()
            if not self.requests:
                self.first = now
            self.requests.append(head)
            self.times.append(now - self.first)
            return self.script[min(len(self.requests), len(self.script)) - 1]

    def close(self):
        if self.repeat:
            self.socket.shutdown(socket.SHUT_RDWR)           # wakes accept()
        elif self.thread.ident:
            self.thread.join(5)
        self.socket.close()
