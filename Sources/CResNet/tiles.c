// What the weights become.
#include "tiles.h"

/// The product of a point's distances from all others.
static double distances(int pair) {
    double square = SQUARE(tile_point[pair]), product = 2 * square;
    for (int other = 0; other < tile_pairs; other++)
        if (other != pair) product *= square - SQUARE(tile_point[other]);
    return product;
}

static double value(const float *kernel, double point) {
    double sum = 0;
    for (int power = tile_kernel - 1; power >= 0; power--) sum = sum * point + kernel[power];
    return sum;
}

float tile_weight(const float *kernel, int point) {
    if (point == 0) return kernel[0] / tile_rest[tile_pairs][0];
    if (point == tile_points - 1) return kernel[tile_kernel - 1];
    int pair = (point - 1) / 2;
    double place = point % 2 ? tile_point[pair] : -tile_point[pair];
    return (float)(value(kernel, place) / distances(pair));
}
