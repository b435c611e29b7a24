# SPDX-License-Identifier: MIT
"""What an SDK gave its user, in the few words of a table's cell."""

SHORT = 90


def short(text):
    text = ' '.join(text.split())
    return text if len(text) <= SHORT else text[:SHORT].rstrip() + '…'


def code(text):
    return f'`{text}`'


def service_error(error):
    """As get_status_code() and get_error_code() give it."""
    digest = error.get('digest')
    known = digest.get('code') if isinstance(digest, dict) else None
    return code(f'CosServiceError {error["status_code"]} {known or "Unknown"}')


def exception(error):
    if error['class'] == 'CosServiceError':
        return service_error(error)
    return code(f'{error["class"].rpartition(".")[2]}: {short(error["message"])}')


def callback(properties):
    """The members of a JavaScript error that users read."""
    shown = []
    if 'code' in properties:
        shown.append(f'code: {properties["code"]!r}')
    error = properties.get('error')
    if isinstance(error, str):
        shown.append(f'error: {short(error)!r}')
    elif 'code' not in properties and error is not None:
        shown.append(f'error.Code: {error["Code"]!r}' if 'Code' in error
                     else f'error: {{{", ".join(error)}}}')
    if 'statusCode' in properties:
        shown.append(f'statusCode: {properties["statusCode"]}')
    elif properties.get('message'):
        shown.append(f'message: {short(properties["message"])!r}')
    return code(', '.join(shown))


def given(outcome, zh):
    if outcome.get('uncaught'):
        words = '不回调，抛出未捕获的异常：' if zh else 'no callback; an uncaught exception: '
        return words + code(outcome['uncaught']['properties']['message'])
    error = outcome.get('error')
    if error is None:
        return '成功' if zh else 'a success'
    return callback(error['properties']) if 'properties' in error else exception(error)
