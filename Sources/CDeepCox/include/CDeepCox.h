#ifndef STRATUM_DEEP_COX_H
#define STRATUM_DEEP_COX_H

#include <stddef.h>

/// Rows that are computed together; strides are multiples of it.
enum { stratum_dense_rows = 16 };

/// An ensemble of dense networks with tanh on every layer.
///
/// `parameters` holds fold after fold and layer after layer: weights (inputs, outputs), row-major, then biases.
typedef struct {
    const double *parameters;
    /// Values before each layer, then the last layer's: `layers` + 1 numbers.
    const int *widths;
    int layers;
    int folds;
} stratum_dense_ensemble;

/// The outputs of every fold; of each the first value of the last layer.
///
/// Inputs are (inputs, stride) and outputs (folds, stride): row r of all is at column r. `rows` is a multiple of
/// `stratum_dense_rows` and no more than the stride. `scratch` has room for 2 × the largest width × stratum_dense_rows.
void stratum_dense_outputs(
    const stratum_dense_ensemble *ensemble,
    const double *inputs,
    size_t stride,
    size_t rows,
    double *outputs,
    double *scratch
);

/// The hyperbolic tangent of `count` numbers, a multiple of eight, in place: within 3 units in the last place.
void stratum_tanh(double *values, size_t count);

#endif
