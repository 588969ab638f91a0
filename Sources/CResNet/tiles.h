// Toom and Cook's algorithm for short convolutions, as in S. Winograd, "Arithmetic Complexity of Computations", SIAM
// 1980, chapter IV, and for networks in A. Lavin and S. Gray, CVPR 2016: samples and kernel are read as polynomials,
// evaluated at ten points, multiplied there, and interpolated. Four samples of a kernel of seven cost 10 products and
// not 28.
//
// The points are zero, infinity, and four pairs of opposite sign. Of the points tried, reciprocal ones lost least: half
// of what whole and half numbers lose. Tables here and not elsewhere, so that the compiler sees constants.
#ifndef STRATUM_RESNET_TILES_H
#define STRATUM_RESNET_TILES_H

#include "arithmetic.h"

#define POINT_A (4.0 / 9)
#define POINT_B (5.0 / 6)
#define POINT_C (6.0 / 5)
#define POINT_D (9.0 / 4)
#define SQUARE(x) ((x) * (x))

/// Powers of a point, the zeroth first.
#define POWERS(x) {1, (float)(x), (float)SQUARE(x), (float)((x) * SQUARE(x))}

/// Coefficients, lowest first, of (x² − p)(x² − q)(x² − r).
#define REST(p, q, r)                                                                                                  \
    {(float)(-(p) * (q) * (r)), (float)((p) * (q) + (p) * (r) + (q) * (r)), (float)(-(p) - (q) - (r)), 1, 0}

/// The same times (x² − s).
#define ALL(p, q, r, s)                                                                                                \
    {(float)((p) * (q) * (r) * (s)),                                                                                   \
     (float)(-(p) * (q) * (r) - (p) * (q) * (s) - (p) * (r) * (s) - (q) * (r) * (s)),                                  \
     (float)((p) * (q) + (p) * (r) + (p) * (s) + (q) * (r) + (q) * (s) + (r) * (s)),                                   \
     (float)(-(p) - (q) - (r) - (s)), 1}

static const double tile_point[tile_pairs] = {POINT_A, POINT_B, POINT_C, POINT_D};

static const float tile_power[tile_pairs][tile_samples] = {
    POWERS(POINT_A), POWERS(POINT_B), POWERS(POINT_C), POWERS(POINT_D)};

/// Coefficients of the product of (x² − p²) over all points but one; the last row is over all.
static const float tile_rest[tile_pairs + 1][tile_pairs + 1] = {
    REST(SQUARE(POINT_B), SQUARE(POINT_C), SQUARE(POINT_D)),
    REST(SQUARE(POINT_A), SQUARE(POINT_C), SQUARE(POINT_D)),
    REST(SQUARE(POINT_A), SQUARE(POINT_B), SQUARE(POINT_D)),
    REST(SQUARE(POINT_A), SQUARE(POINT_B), SQUARE(POINT_C)),
    ALL(SQUARE(POINT_A), SQUARE(POINT_B), SQUARE(POINT_C), SQUARE(POINT_D)),
};

#endif
