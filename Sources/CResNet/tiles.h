// Toom and Cook's algorithm for short convolutions, as in S. Winograd, "Arithmetic Complexity of Computations", SIAM
// 1980, chapter IV, and for networks in A. Lavin and S. Gray, CVPR 2016: samples and kernel are read as polynomials,
// evaluated at some points, multiplied there, and interpolated.
//
// A kernel of seven is taken as two halves of four, the last place of them zero: its first four and its last three
// places, or, where every second sample is computed, its even and its odd places. Either way both halves read tiles of
// one kind, and four samples cost 13 products and not 28. Taken whole, a kernel of seven would cost 10, but at ten
// points rounding errors grow several times as large.
//
// The points are infinity and three pairs of opposite sign. With these, of those tried, logits of networks of random
// weights were as close to double precision as with the plain sum, whose rounding errors have more terms. Tables here
// and not elsewhere, so that the compiler sees constants; a float holds each of them exactly.
#ifndef STRATUM_RESNET_TILES_H
#define STRATUM_RESNET_TILES_H

#include "arithmetic.h"

#define POINT_A (1.0 / 4)
#define POINT_B (7.0 / 8)
#define POINT_C 2.0
#define SQUARE(x) ((x) * (x))

/// Powers of a point, the zeroth first.
#define POWERS(x) {1, (float)(x), (float)SQUARE(x), (float)((x) * SQUARE(x))}

/// Coefficients, lowest first, of (x² − p)(x² − q).
#define REST(p, q) {(float)((p) * (q)), (float)(-(p) - (q)), 1, 0}

/// The same times (x² − r).
#define ALL(p, q, r)                                                                                                   \
    {(float)(-(p) * (q) * (r)), (float)((p) * (q) + (p) * (r) + (q) * (r)), (float)(-(p) - (q) - (r)), 1}

static const double tile_point[tile_pairs] = {POINT_A, POINT_B, POINT_C};

static const float tile_power[tile_pairs][tile_samples] = {POWERS(POINT_A), POWERS(POINT_B), POWERS(POINT_C)};

/// Coefficients of the product of (x² − p²) over all points but one; the last row is over all.
static const float tile_rest[tile_pairs + 1][tile_pairs + 1] = {
    REST(SQUARE(POINT_B), SQUARE(POINT_C)),
    REST(SQUARE(POINT_A), SQUARE(POINT_C)),
    REST(SQUARE(POINT_A), SQUARE(POINT_B)),
    ALL(SQUARE(POINT_A), SQUARE(POINT_B), SQUARE(POINT_C)),
};

#endif
