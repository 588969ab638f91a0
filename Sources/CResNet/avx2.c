// For processors with AVX2 and fused multiply-add.
#if defined(__x86_64__)
#include "arithmetic.h"
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define ARITHMETIC arithmetic_avx2
#define INSTRUCTIONS "avx2"
#define BLOCK_ROWS 6
#include "arithmetic.inc"
#pragma clang attribute pop
#endif
