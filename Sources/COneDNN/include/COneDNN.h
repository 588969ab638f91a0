#ifndef STRATUM_ONEDNN_H
#define STRATUM_ONEDNN_H

#include <stddef.h>

/// One convolution of the network, its batch normalisation folded in.
///
/// `weights` and `bias` count floats from the start of the parameter array. Weights are (outputs, inputs, kernel),
/// row-major. Padding is half the kernel on either side.
typedef struct {
    int outputs;
    int inputs;
    int kernel;
    int stride;
    size_t weights;
    size_t bias;
} stratum_convolution;

/// The one-dimensional residual network up to its pooled features. Use it from one thread at a time.
typedef struct stratum_resnet stratum_resnet;

enum {
    /// Samples in each lead of the input.
    stratum_resnet_samples = 2500,
    /// Leads of the input.
    stratum_resnet_leads = 12,
    /// Convolutions, in order: stem, then a block's first, second and, where the shape changes, shortcut.
    stratum_resnet_convolutions = 36,
};

/// Builds the network on `threads` threads; NULL on failure, with the reason in `reason` (NUL-terminated, never NULL).
///
/// The parameters are copied into the layouts that oneDNN prefers.
stratum_resnet *_Nullable stratum_resnet_create(
    const stratum_convolution *_Nonnull convolutions, size_t count, const float *_Nonnull parameters,
    size_t parameter_count, int threads, char *_Nonnull reason, size_t capacity);

/// Pooled features of `count` recordings; 0 on success, otherwise the reason is in `reason`.
///
/// Waveforms are (count, samples, leads), row-major. Features are (count, 2 × last width): averages, then maxima.
int stratum_resnet_run(
    stratum_resnet *_Nonnull network, const float *_Nonnull waveforms, size_t count, float *_Nonnull features,
    char *_Nonnull reason, size_t capacity);

void stratum_resnet_destroy(stratum_resnet *_Nullable network);

#endif
