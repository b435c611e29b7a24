# SPDX-License-Identifier: MIT
"""An exception as JSON, with all that is needed to build the like of it: see ../README.md."""


def class_name(error):
    kind = type(error)
    return ('' if kind.__module__ == 'builtins' else kind.__module__ + '.') + kind.__qualname__


def chain(error):
    """What it was raised from, nearest first."""
    seen = []
    error = error.__cause__ or error.__context__
    while error is not None and error not in seen:
        seen.append(error)
        error = error.__cause__ or error.__context__
    return seen


def link(error):
    """One exception of the chain."""
    shape = {'class': class_name(error), 'message': str(error)}
    if getattr(error, 'errno', None):
        shape['errno'] = error.errno
    return shape


def service_error(error):
    digest, origin = error.get_digest_msg(), error.get_origin_msg()
    shape = {'class': 'CosServiceError', 'status_code': error.get_status_code()}
    if origin:
        shape['origin_msg'] = origin if isinstance(origin, str) else origin.decode()
        shape['origin_is_bytes'] = not isinstance(origin, str)
    if isinstance(digest, (dict, str)):
        shape['digest'] = digest
    else:                                    # the headers, where there was no body
        shape['headers'] = dict(digest)
    return shape


def of(error):
    """The shape of what an SDK raised."""
    name = type(error).__name__
    if name == 'CosServiceError':
        return service_error(error)
    if hasattr(error, 'operation_name'):     # botocore's; a class of its own for each known code
        return {'class': 'ClientError', 'operation_name': error.operation_name,
                'response': error.response}
    shape = link(error)
    if name == 'CosClientError':
        shape['class'] = name
    causes = [link(e) for e in chain(error)]
    return {**shape, 'cause': causes} if causes else shape
