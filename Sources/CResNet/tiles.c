// What the weights become.
#include "tiles.h"

/// The product of a point's distances from all others.
static double distances(int pair) {
    double square = SQUARE(tile_point[pair]), product = 2 * tile_point[pair];
    for (int other = 0; other < tile_pairs; other++)
        if (other != pair) product *= square - SQUARE(tile_point[other]);
    return product;
}

/// One place of a half; the eighth place of a kernel of seven is zero.
static double place(const float *kernel, int stride, int half, int index) {
    int found = stride == 1 ? half * half_kernel + index : 2 * index + half;
    return found < tile_kernel ? kernel[found] : 0;
}

float tile_weight(const float *kernel, int stride, int half, int point) {
    if (point == tile_infinity) return (float)place(kernel, stride, half, half_kernel - 1);
    double distance = distances(point / 2), at = tile_point[point / 2], sum = 0;
    if (point % 2) {
        at = -at;
        distance = -distance;
    }
    for (int power = half_kernel - 1; power >= 0; power--) sum = sum * at + place(kernel, stride, half, power);
    return (float)(sum / distance);
}
