// Small dense networks over many rows at once: a vector holds the same value of eight rows.
#include "CDeepCox.h"

#include <stdint.h>
#include <string.h>

#if defined(__x86_64__) && defined(__linux__)
#define FOR_EACH_PROCESSOR __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define FOR_EACH_PROCESSOR
#endif
#define INLINE static inline __attribute__((always_inline))

enum { lanes = 8, vectors = stratum_dense_rows / lanes, block = 3 };

typedef double Vector __attribute__((vector_size(lanes * sizeof(double))));
typedef int64_t Bits __attribute__((vector_size(lanes * sizeof(int64_t))));

// By address: how a vector is passed by value depends on the processor.
INLINE void load(Vector *vector, const double *values) { memcpy(vector, values, sizeof *vector); }

// tanh(x) = e / (e + 2) for e = exp(2x) − 1, which loses nothing near 0. With 2|x| = k·ln 2 + r, |r| ≤ ln 2 / 2,
// e = 2ᵏ·(exp(r) − 1) + (2ᵏ − 1); exp(r) − 1 is its Taylor series up to r¹³, whose rest is below 2⁻⁵⁷ of it.
INLINE void take_tanh(Vector *x) {
    const Bits sign = (Bits)*x & INT64_MIN;
    Vector y = (Vector)((Bits)*x & INT64_MAX);
    // From 19.1 on the nearest double is 1.
    const Bits is_large = y > 20;
    y = (Vector)((is_large & (Bits)((Vector){} + 20)) | (~is_large & (Bits)y));
    y += y;
    // Adding 1.5·2⁵² leaves the nearest whole number in the last bits.
    const double shift = 0x1.8p52;
    const Vector shifted = y * 0x1.71547652b82fep+0 + shift;
    const Vector k = shifted - shift;
    const Vector r = (y - k * 0x1.62e42fefa3800p-1) - k * 0x1.ef35793c76730p-45;
    Vector series = (Vector){} + 1.0 / 6227020800;
    static const double coefficients[] = {1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320,
                                          1.0 / 5040,      1.0 / 720,      1.0 / 120,     1.0 / 24,     1.0 / 6,
                                          0.5};
    for (size_t term = 0; term < sizeof coefficients / sizeof *coefficients; term++)
        series = series * r + coefficients[term];
    const Vector less_one = series * (r * r) + r;
    const Vector power = (Vector)(((Bits)shifted + 1023) << 52);
    const Vector e = power * less_one + (power - 1);
    *x = (Vector)((Bits)(e / (e + 2)) | sign);
}

INLINE void outputs_of_layer(
    const double *input, size_t stride, int inputs, const double *weights, int outputs, int first, int count, double *output
) {
    Vector sums[block][vectors];
    for (int place = 0; place < count; place++)
        for (int v = 0; v < vectors; v++) sums[place][v] = (Vector){} + weights[(size_t)inputs * outputs + first + place];
    for (int i = 0; i < inputs; i++) {
        const double *row = weights + (size_t)i * outputs + first;
        for (int v = 0; v < vectors; v++) {
            Vector values;
            load(&values, input + (size_t)i * stride + v * lanes);
            for (int place = 0; place < count; place++) sums[place][v] += values * row[place];
        }
    }
    for (int place = 0; place < count; place++)
        for (int v = 0; v < vectors; v++) {
            take_tanh(&sums[place][v]);
            memcpy(output + (size_t)(first + place) * stratum_dense_rows + v * lanes, &sums[place][v], sizeof(Vector));
        }
}

INLINE void layer(
    const double *input, size_t stride, int inputs, const double *weights, int outputs, double *output
) {
    int first = 0;
    for (; first + block <= outputs; first += block)
        outputs_of_layer(input, stride, inputs, weights, outputs, first, block, output);
    for (; first < outputs; first++) outputs_of_layer(input, stride, inputs, weights, outputs, first, 1, output);
}

FOR_EACH_PROCESSOR
void stratum_dense_outputs(
    const stratum_dense_ensemble *ensemble, const double *inputs, size_t stride, size_t rows, double *outputs, double *scratch
) {
    int widest = 0;
    for (int l = 0; l <= ensemble->layers; l++)
        if (ensemble->widths[l] > widest) widest = ensemble->widths[l];
    double *halves[2] = {scratch, scratch + (size_t)widest * stratum_dense_rows};
    for (size_t row = 0; row < rows; row += stratum_dense_rows) {
        const double *weights = ensemble->parameters;
        for (int fold = 0; fold < ensemble->folds; fold++) {
            const double *values = inputs + row;
            size_t values_stride = stride;
            for (int l = 0; l < ensemble->layers; l++) {
                const int in = ensemble->widths[l], out = ensemble->widths[l + 1];
                layer(values, values_stride, in, weights, out, halves[l % 2]);
                weights += (size_t)(in + 1) * out;
                values = halves[l % 2];
                values_stride = stratum_dense_rows;
            }
            memcpy(outputs + (size_t)fold * stride + row, values, stratum_dense_rows * sizeof *values);
        }
    }
}

FOR_EACH_PROCESSOR
void stratum_tanh(double *values, size_t count) {
    for (size_t place = 0; place + lanes <= count; place += lanes) {
        Vector vector;
        load(&vector, values + place);
        take_tanh(&vector);
        memcpy(values + place, &vector, sizeof vector);
    }
}
