#ifndef STRATUM_ONEDNN_THREADS_H
#define STRATUM_ONEDNN_THREADS_H

/// Sets how many OpenMP threads the calling thread may use and returns the number before; 0 without OpenMP.
int set_threads(int count);

#endif
