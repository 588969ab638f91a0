// A convolution as the arithmetic wants it, and the arithmetic for one set of instructions.
//
// Activations are rows of channels, one row a sample, with rows of zeros before the first and after the last. A
// convolution then reads `kernel` rows that lie behind one another: it is a product of matrices whose rows overlap.
#ifndef STRATUM_RESNET_ARITHMETIC_H
#define STRATUM_RESNET_ARITHMETIC_H

#include <stdbool.h>
#include <stddef.h>

enum {
    /// Channels that are computed together.
    lanes = 16,
    /// Rows of zeros at either end: half the widest kernel, or what the last tile reaches beyond.
    margin = 10,
    /// A tile is this many samples of a convolution with this kernel, computed in halves at this many points (tiles.h).
    tile_samples = 4,
    tile_kernel = 7,
    half_kernel = 4,
    tile_points = tile_samples + half_kernel - 1,
    /// Points of opposite sign come first, the positive one before the negative.
    tile_pairs = tile_points / 2,
    tile_infinity = tile_points - 1,
};

/// One convolution. Channels are padded to whole lanes with zeros, except the leads of the input.
typedef struct {
    int inputs, outputs, kernel, stride;
    /// Direct: (outputs / lanes, kernel × inputs, lanes). Tiled: (points, outputs / lanes, 2 × inputs, lanes).
    float *weights;
    float *bias;
    bool is_tiled;
} Layer;

/// The samples of one recording, `length` rows of `channels` values between the margins.
typedef struct {
    float *values;
    int length, channels;
} Signal;

/// The values of all tiles at all points, before and after the products.
typedef struct {
    float *inputs, *products;
} Tiles;

/// Everything that depends on the instructions.
typedef struct {
    const char *name;
    /// output = convolution + bias [+ residual], negative values made zero where `rectified`.
    ///
    /// The residual may be the output itself. The output's margins are cleared.
    void (*convolve)(
        const Layer *layer, const Signal *input, const Signal *residual, bool rectified, const Signal *output,
        Tiles tiles);
    /// The largest of three neighbours, for every second sample; the input is not negative.
    void (*pool)(const Signal *input, const Signal *output);
    /// Averages over all samples, then maxima, of the first `channels` channels.
    void (*summarise)(const Signal *input, int channels, float *features);
} Arithmetic;

extern const Arithmetic arithmetic_portable, arithmetic_avx2, arithmetic_avx512;

/// The value of half a kernel at one point, divided by what interpolation would divide by.
float tile_weight(const float *kernel, int stride, int half, int point);

/// How many tiles cover so many samples.
static inline int tile_count(int length) { return (length + tile_samples - 1) / tile_samples; }

/// How many times samples are evaluated for so many tiles: neighbouring tiles of consecutive samples share a half.
static inline int half_count(int tiles, int stride) { return stride == 1 ? tiles + 1 : 2 * tiles; }

#endif
