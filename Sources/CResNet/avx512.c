// For processors with AVX-512.
#if defined(__x86_64__)
#include "arithmetic.h"
#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx512dq,avx2,fma"))), apply_to = function)
#define ARITHMETIC arithmetic_avx512
#define INSTRUCTIONS "avx512"
#define BLOCK_ROWS 14
#include "arithmetic.inc"
#pragma clang attribute pop
#endif
