// The number belongs to the calling thread, and a network is called from many: it is set around every call.
// Looked up at run time, because which OpenMP oneDNN was built with, if any, is the distribution's choice.
#define _GNU_SOURCE
#include "threads.h"

#include <dlfcn.h>

int set_threads(int count) {
    int (*current)(void) = (int (*)(void))dlsym(RTLD_DEFAULT, "omp_get_max_threads");
    void (*change)(int) = (void (*)(int))dlsym(RTLD_DEFAULT, "omp_set_num_threads");
    if (!current || !change || count < 1) return 0;
    int before = current();
    change(count);
    return before;
}
