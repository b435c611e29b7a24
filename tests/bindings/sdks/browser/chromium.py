# SPDX-License-Identifier: MIT
"""Debian's Chromium, headless: opens a page of a local server and returns what the page posts."""
import http.server
import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading

STRICT = "default-src 'none'; script-src 'self'; connect-src 'self'"
QUIET = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
         '--disable-background-networking', '--disable-component-update', '--disable-sync',
         '--disable-dev-shm-usage']
KINDS = {'.js': 'text/javascript', '.mjs': 'text/javascript', '.json': 'application/json',
         '.html': 'text/html; charset=utf-8'}


def program():
    return shutil.which('chromium')


class Site(http.server.ThreadingHTTPServer):
    """Serves {path: bytes} under a policy, and keeps what is posted to /result."""
    daemon_threads = True

    def __init__(self, files, policy):
        super().__init__(('127.0.0.1', 0), Handler)
        self.files = files
        self.policy = policy
        self.result = None
        self.arrived = threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def origin(self):
        return f'http://127.0.0.1:{self.server_address[1]}'


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_arguments):
        pass

    def do_GET(self):
        path = self.path.partition('?')[0]
        body = self.server.files.get(path)
        self.send_response(200 if body is not None else 404)
        self.send_header('Content-Type', KINDS.get(os.path.splitext(path)[1], 'text/plain'))
        self.send_header('Content-Security-Policy', self.server.policy)
        self.send_header('Content-Length', str(len(body or b'')))
        self.end_headers()
        self.wfile.write(body or b'')

    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length']))
        self.send_response(204)
        self.end_headers()
        self.server.result = json.loads(body)
        self.server.arrived.set()


def visit(files, policy=STRICT, page='/index.html', seconds=60):
    """What the page posted to /result as JSON; TimeoutError when it posts nothing."""
    site = Site(files, policy)
    home = tempfile.mkdtemp(prefix='coserr-chromium-')
    browser = subprocess.Popen([program(), *QUIET, f'--user-data-dir={home}', site.origin + page],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               start_new_session=True)
    try:
        if not site.arrived.wait(seconds):
            raise TimeoutError(f'the page posted nothing in {seconds} s')
        return site.result
    finally:
        os.killpg(browser.pid, signal.SIGKILL)           # with its children
        browser.wait()
        site.shutdown()
        site.server_close()
        shutil.rmtree(home, ignore_errors=True)          # a child may still write its last file
