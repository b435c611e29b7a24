# SPDX-License-Identifier: MIT
"""What the server answers in each scenario: bodies of ours in the service's shape.

A scenario is (operation, script); the last step of a script is repeated for as long as the SDK
asks. The operation is a name of catalog/cos.yaml, or GetVectorBucket, which is of another API.
"""
import email.utils
import time

from scripted import answer, reset

REQUEST_ID = 'NjU5YzJhMWRfNGUxZDVlNjRfMWE3ZjBfMzk4OGQx'
TRACE_ID = 'OGVmYzZiMmQzYjA2OWNhODk0NTRkMTBiOWVmMDAxODc0OWRkZjk0ZDM1NmI1M2E2MTRlY2MzZDhmNmI5MWI1'
RESOURCE = 'examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/exampleobject'
EXPOSED = 'ETag, Date, Retry-After, x-cos-request-id, x-cos-trace-id, x-cos-error-code'
REASONS = {200: 'OK', 400: 'Bad Request', 403: 'Forbidden', 404: 'Not Found',
           429: 'Too Many Requests', 501: 'Not Implemented', 502: 'Bad Gateway',
           503: 'Service Unavailable'}


def document(code, message, resource=RESOURCE, more=''):
    """An error document as the service writes it."""
    place = f'\t<Resource>{resource}</Resource>\n' if resource else ''
    return ("<?xml version='1.0' encoding='utf-8' ?>\n"
            f'<Error>\n\t<Code>{code}</Code>\n\t<Message>{message}</Message>\n{more}{place}'
            f'\t<RequestId>{REQUEST_ID}</RequestId>\n\t<TraceId>{TRACE_ID}</TraceId>\n</Error>')


def cos(status, body='', *headers, kind='application/xml', ahead=0, length=None):
    """A step: an answer of COS; its clock is `ahead` seconds of ours."""
    def step(_connection, _head):
        date = email.utils.formatdate(time.time() + ahead, usegmt=True)
        lines = [f'Content-Type: {kind}', f'Date: {date}', 'Server: tencent-cos',
                 f'x-cos-request-id: {REQUEST_ID}', *headers, *cors()]
        text = body() if callable(body) else body
        return answer(status, text, lines, REASONS[status], length)
    return step


def cors():
    """What a bucket with a CORS rule says to a page of another origin."""
    return ['Access-Control-Allow-Origin: *', f'Access-Control-Expose-Headers: {EXPOSED}']


def proxy_page(_connection, _head):
    """A gateway between: no header of COS, a page for people."""
    page = ('<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n'
            '<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n')
    return answer(502, page, ['Content-Type: text/html', 'Server: gateway', *cors()], REASONS[502])


def silence(connection, _head):
    """No answer until the client gives up."""
    connection.settimeout(10)
    connection.recv(1)


def an_hour_ahead():
    now = time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(time.time() + 3600))
    return document('RequestTimeTooSkewed',
                    'The difference between the request time and the server time is too large.',
                    more=f'\t<ServerTime>{now}</ServerTime>\n')


STRING_TO_SIGN = ('\t<StringToSign>sha1\n1600000000;1600003600\n'
                  'a2a0c9c1e2ad1f6b9c1f0a7c5ad2a4b7b9e0ff21\n</StringToSign>\n'
                  '\t<FormatString>get\n/exampleobject\na=1&amp;b=2\n'
                  'host=examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com\n</FormatString>\n')
NO_SUCH_KEY = document('NoSuchKey', 'The specified key does not exist.')
SLOW_DOWN = document('SlowDown', 'Please reduce your request rate.')
FIELDS = ('{"message":"A field of the request is not valid.",'
          '"fieldList":[{"path":"/vectorBucketName","message":"too short"}]}')

NOBODY = None        # nobody listens
PATIENCE = 20000     # milliseconds that an SDK waits: a slow machine is no failure
TIMEOUTS = {'silence': 500}

SCENARIOS = {
    'no-such-key': ('GetObject', [cos(404, NO_SUCH_KEY)]),
    'expired': ('GetObject', [cos(403, document('AccessDenied', 'Request has expired'))]),
    'clock-behind': ('GetObject', [cos(403, an_hour_ahead, ahead=3600)]),
    'signature': ('GetObject', [cos(403, document('SignatureDoesNotMatch',
                                                  'The Signature you specified is invalid.',
                                                  more=STRING_TO_SIGN))]),
    'slow-down': ('GetObject', [cos(503, SLOW_DOWN)]),
    'slow-down-retry-after': ('GetObject', [cos(503, SLOW_DOWN, 'Retry-After: 7')]),
    'no-resource': ('GetObject', [cos(503, document('ServiceUnavailable', 'Please try again.',
                                                    resource=''))]),
    'request-timeout': ('GetObject', [cos(400, document('RequestTimeout',
                                                        'No data arrived for too long.'))]),
    'not-implemented': ('GetObject', [cos(501, document('NotImplemented',
                                                        'A header is not implemented.'))]),
    'head-404': ('HeadObject', [cos(404)]),
    'head-403': ('HeadObject', [cos(403)]),
    'empty-403': ('GetObject', [cos(403)]),
    'code-header': ('GetObject', [cos(429, '', 'x-cos-error-code: TooManyRequestsException')]),
    'copy-after-200': ('PutObjectCopy', [cos(200, document('InternalError',
                                                           'An internal error occurred.'))]),
    'copy-denied-after-200': ('PutObjectCopy', [cos(200, document('AccessDenied',
                                                                  'Access Denied.'))]),
    'proxy-page': ('GetObject', [proxy_page]),
    'vector-bucket': ('GetVectorBucket', [cos(400, FIELDS,
                                              'x-cos-error-code: ValidationException',
                                              kind='application/json')]),
    'cut-in-tag': ('GetObject', [cos(404, NO_SUCH_KEY[:NO_SUCH_KEY.index('</Message') + 5])]),
    'cut-connection': ('GetObject', [cos(404, NO_SUCH_KEY[:90], length=len(NO_SUCH_KEY))]),
    'cut-download': ('GetObject', [cos(200, 'the first half', length=28,
                                       kind='application/octet-stream')]),
    'reset': ('GetObject', [reset]),
    'silence': ('GetObject', [silence]),
    'nobody': ('GetObject', NOBODY),
    'success': ('GetObject', [cos(200, 'hello', 'ETag: "5d41402abc4b2a76b9719d911017c592"',
                                  kind='text/plain')]),
}
