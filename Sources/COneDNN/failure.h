// How a failure travels up: false at once, with the reason written where it arose.
#ifndef STRATUM_ONEDNN_FAILURE_H
#define STRATUM_ONEDNN_FAILURE_H

#include <oneapi/dnnl/dnnl.h>
#include <stdbool.h>
#include <stddef.h>

/// Where the caller wants the reason of a failure.
typedef struct {
    char *text;
    size_t capacity;
} Failure;

/// Writes the reason; always false, so that a function can end with it.
bool fail(Failure failure, const char *reason);

/// Whether oneDNN succeeded; otherwise names what it was doing.
bool succeeded(dnnl_status_t status, Failure failure, const char *doing);

#endif
