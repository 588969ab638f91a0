// For any processor.
#define ARITHMETIC arithmetic_portable
#define INSTRUCTIONS "portable"
#define BLOCK_ROWS 3
#include "arithmetic.inc"
