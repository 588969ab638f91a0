// What a network keeps for good, and the plan it keeps for each batch size.
#ifndef STRATUM_ONEDNN_NETWORK_H
#define STRATUM_ONEDNN_NETWORK_H

#include "COneDNN.h"
#include "dialect.h"
#include "failure.h"

enum {
    /// A plan has at most two steps a convolution (itself and a change of layout of either input), and the pools.
    max_steps = 4 * stratum_resnet_convolutions,
    max_memories = 6 * stratum_resnet_convolutions,
    max_arguments = 6,
    plan_sizes = 3,
};

/// Where an intermediate result lives. Blocks alternate between the first two.
typedef enum { slot_even, slot_odd, slot_middle, slot_relaid, slot_scratch, slot_count } Slot;

/// One primitive with what it reads and writes.
typedef struct {
    dnnl_primitive_t primitive;
    int count;
    dnnl_exec_arg_t arguments[max_arguments];
} Step;

/// An intermediate result; its bytes are given when the plan is complete.
typedef struct {
    dnnl_memory_t memory;
    Slot slot;
} Placed;

/// The primitives of one batch size, in order, and the memory they share.
typedef struct {
    int batch;
    Step steps[max_steps];
    int step_count;
    Placed placed[max_memories];
    int placed_count;
    size_t slot_bytes[slot_count];
    void *slots[slot_count];
    /// Weights whose layout differs from the network's copy.
    dnnl_memory_t weights[stratum_resnet_convolutions];
    /// The caller's arrays; their addresses are set for each run.
    dnnl_memory_t input, averages, maxima;
} Plan;

struct stratum_resnet {
    dnnl_engine_t engine;
    dnnl_stream_t stream;
    int threads;
    stratum_convolution convolutions[stratum_resnet_convolutions];
    /// Weights in the layout of the first plan, and biases.
    dnnl_memory_t weights[stratum_resnet_convolutions];
    dnnl_memory_t biases[stratum_resnet_convolutions];
    Plan *plans[plan_sizes];
};

/// Channels of the last stage.
static inline dnnl_dim_t last_width(const stratum_resnet *network) {
    return network->convolutions[stratum_resnet_convolutions - 1].outputs;
}

/// Copies a memory into another layout at once; the copy is the caller's.
bool copy_memory(
    const stratum_resnet *network, dnnl_memory_t source, LayoutView layout, dnnl_memory_t *copy, Failure failure);

/// The layout a memory has.
LayoutView layout_of(dnnl_memory_t memory);

/// Prepares every step for one batch size; NULL on failure. The network's weights must be loaded.
Plan *plan_create(stratum_resnet *network, int batch, Failure failure);

/// Runs a plan on `batch` recordings.
bool plan_run(const Plan *plan, const stratum_resnet *network, const float *waveforms, float *features, Failure failure);

void plan_destroy(Plan *plan);

#endif
