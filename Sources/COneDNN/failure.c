#include "failure.h"

#include <stdio.h>

static const char *meaning(dnnl_status_t status) {
    switch (status) {
    case dnnl_out_of_memory: return "out of memory";
    case dnnl_invalid_arguments: return "invalid arguments";
    case dnnl_unimplemented: return "not implemented on this processor";
    case dnnl_runtime_error: return "run-time error";
    default: return "unexpected status";
    }
}

bool fail(Failure failure, const char *reason) {
    snprintf(failure.text, failure.capacity, "%s", reason);
    return false;
}

bool succeeded(dnnl_status_t status, Failure failure, const char *doing) {
    if (status == dnnl_success) return true;
    snprintf(failure.text, failure.capacity, "oneDNN %s: %s (status %d)", doing, meaning(status), (int)status);
    return false;
}
