/* SPDX-License-Identifier: MIT */
/*
 * From libcurl's result codes to names of client errors. For programs that use libcurl themselves:
 * the library neither includes nor links it.
 *
 *     const char *name = coserr_client_from_curl(result, connect_time > 0);
 *     if (name != NULL) {
 *         coserr_from_client(NULL, name, strlen(name), &error);
 *     }
 */
#ifndef COSERR_CURL_H
#define COSERR_CURL_H

#include <coserr/coserr.h>
#include <curl/curl.h>

/*
 * The name of the client error for a result of curl_easy_perform(); NULL for CURLE_OK and for
 * CURLE_HTTP_RETURNED_ERROR, after which there is an answer to decode. libcurl has one code for
 * every timeout: `connected` tells whether the connection was made (CURLINFO_CONNECT_TIME_T above
 * 0), and with it whether the request may have been processed.
 */
static inline const char *coserr_client_from_curl(CURLcode result, int connected) {
    switch ((int)result) {
    case CURLE_OK:
    case CURLE_HTTP_RETURNED_ERROR:
        return NULL;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
        return "NameResolutionFailed";
    case CURLE_COULDNT_CONNECT:
    case CURLE_INTERFACE_FAILED:
        return "ConnectionFailed";
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_INVALIDCERTSTATUS:
        return "CertificateRejected";
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ENGINE_NOTFOUND:
    case CURLE_SSL_ENGINE_SETFAILED:
    case CURLE_SSL_ENGINE_INITFAILED:
    case CURLE_USE_SSL_FAILED:
#if LIBCURL_VERSION_NUM >= 0x074D00
    case CURLE_SSL_CLIENTCERT:
#endif
        return "TlsFailed";
    case CURLE_OPERATION_TIMEDOUT:
        return connected ? "ReadTimeout" : "ConnectionTimeout";
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_FAIL_REWIND:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
        return "ConnectionLost";
    case CURLE_PARTIAL_FILE:
        return "ResponseTruncated";
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_TOO_MANY_REDIRECTS:
        return "ResponseUnparsable";
    case CURLE_READ_ERROR:
    case CURLE_WRITE_ERROR:
    case CURLE_FILE_COULDNT_READ_FILE:
        return "LocalFileError";
    case CURLE_OUT_OF_MEMORY:
        return "OutOfMemory";
    case CURLE_ABORTED_BY_CALLBACK:
        return "Cancelled";
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_BAD_FUNCTION_ARGUMENT:
    case CURLE_UNKNOWN_OPTION:
        return "InvalidRequest";
    default:
        return "ConnectionLost";
    }
}

#endif
