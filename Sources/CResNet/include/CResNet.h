#ifndef STRATUM_RESNET_H
#define STRATUM_RESNET_H

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

/// The one-dimensional residual network up to its pooled features: weights only, so any number of threads may use it.
typedef struct stratum_resnet stratum_resnet;

/// Memory for the intermediate results of one run at a time.
typedef struct stratum_workspace stratum_workspace;

enum {
    /// Samples in each lead of the input.
    stratum_resnet_samples = 2500,
    /// Leads of the input.
    stratum_resnet_leads = 12,
    /// Convolutions, in order: stem, then a block's first, second and, where the shape changes, shortcut.
    stratum_resnet_convolutions = 36,
};

/// Builds the network; NULL on failure, with the reason in `reason` (NUL-terminated, never NULL).
///
/// The parameters are copied into the layouts that the arithmetic wants. `instructions` is one of
/// `stratum_resnet_instructions`, or NULL for the fastest that this processor has.
stratum_resnet *_Nullable stratum_resnet_create(
    const stratum_convolution *_Nonnull convolutions, size_t count, const float *_Nonnull parameters,
    size_t parameter_count, const char *_Nullable instructions, char *_Nonnull reason, size_t capacity);

void stratum_resnet_destroy(stratum_resnet *_Nullable network);

/// Memory for runs of this network; NULL when there is none left.
stratum_workspace *_Nullable stratum_workspace_create(const stratum_resnet *_Nonnull network);

void stratum_workspace_destroy(stratum_workspace *_Nullable workspace);

/// Pooled features of `count` recordings.
///
/// Waveforms are (count, samples, leads), row-major. Features are (count, 2 × last width): averages, then maxima. A
/// recording's features do not depend on those beside it.
void stratum_resnet_run(
    const stratum_resnet *_Nonnull network, stratum_workspace *_Nonnull workspace, const float *_Nonnull waveforms,
    size_t count, float *_Nonnull features);

/// The sets of instructions that this processor has, the fastest first, such as `avx2`; NULL at `index` past the last.
const char *_Nullable stratum_resnet_instructions(size_t index);

#endif
