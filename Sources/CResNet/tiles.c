// Toom and Cook's algorithm for short convolutions, as in S. Winograd, "Arithmetic Complexity of Computations", SIAM
// 1980, chapter IV, and for networks in A. Lavin and S. Gray, CVPR 2016: samples and kernel are read as polynomials,
// evaluated at ten points, multiplied there, and interpolated. Four samples of a kernel of seven cost 10 products and
// not 28. With the points 0, ±1, ±2, ±1/2, ±3/2 and infinity the error stays within twice that of the plain sum.
#include "arithmetic.h"

const float tile_point[tile_pairs] = {1, 2, 0.5f, 1.5f};

static const double squares[tile_pairs] = {1, 4, 0.25, 2.25};

const float tile_rest[tile_pairs + 1][tile_pairs + 1] = {
    {-2.25f, 10.5625f, -6.5f, 1},
    {-0.5625f, 3.0625f, -3.5f, 1},
    {-9, 15.25f, -7.25f, 1},
    {-1, 5.25f, -5.25f, 1},
    {2.25f, -12.8125f, 17.0625f, -7.5f, 1},
};

/// The product of a point's distances from all others.
static double distances(int pair) {
    double product = 2 * squares[pair];
    for (int other = 0; other < tile_pairs; other++)
        if (other != pair) product *= squares[pair] - squares[other];
    return product;
}

static double value(const float *kernel, double point) {
    double sum = 0;
    for (int power = tile_kernel - 1; power >= 0; power--) sum = sum * point + kernel[power];
    return sum;
}

float tile_weight(const float *kernel, int point) {
    if (point == 0) return (float)(kernel[0] / tile_rest[tile_pairs][0]);
    if (point == tile_points - 1) return kernel[tile_kernel - 1];
    int pair = (point - 1) / 2;
    double place = point % 2 ? tile_point[pair] : -tile_point[pair];
    return (float)(value(kernel, place) / distances(pair));
}
