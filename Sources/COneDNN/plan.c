// The order of the network: stem, four stages of residual blocks, two global pools.
#include "builder.h"

#include <stdlib.h>

enum { stage_count = 4 };
static const int stage_blocks[stage_count] = {3, 4, 6, 3};

/// One of the caller's arrays as (batch, channels, length); its address is set for each run.
static bool adopt(
    const Builder *builder, const dnnl_dims_t sizes, const dnnl_dims_t strides, dnnl_memory_t *memory) {
    Layout layout = NULL;
    bool adopted = succeeded(layout_strided(&layout, 3, sizes, strides), builder->failure, "describing an array")
        && succeeded(
                       dnnl_memory_create(memory, layout, builder->network->engine, DNNL_MEMORY_NONE),
                       builder->failure, "adopting an array");
    layout_destroy(layout);
    return adopted;
}

static bool add_stem(const Builder *builder, int *next, Activation *current) {
    const dnnl_dim_t leads = stratum_resnet_leads, samples = stratum_resnet_samples;
    const dnnl_dims_t sizes = {builder->plan->batch, leads, samples}, strides = {leads * samples, 1, leads};
    const Window halving = {.kernel = 3, .stride = 2, .padding = 1};
    if (!adopt(builder, sizes, strides, &builder->plan->input)) return false;
    Activation input = {builder->plan->input, slot_relaid, samples}, stem = {NULL, slot_middle, 0};
    int index = (*next)++;
    *current = (Activation){NULL, slot_even, 0};
    return convolve(builder, index, input, NULL, true, &stem)
        && pool(builder, true, builder->network->convolutions[index].outputs, stem, halving, current);
}

/// What the second convolution adds its output to: the block's input itself, or what the shortcut makes of it.
static bool add_residual(
    const Builder *builder, int shortcut, LayoutView layout, Activation input, Activation *residual) {
    residual->slot = input.slot == slot_even ? slot_odd : slot_even;
    if (shortcut >= 0) return convolve(builder, shortcut, input, layout, false, residual);
    if (!in_layout(builder, input.memory, layout, residual->slot, &residual->memory)) return false;
    if (residual->memory == input.memory) residual->slot = input.slot;
    residual->length = input.length;
    return true;
}

/// One block; the sum is made in place, in the memory of the residual.
static bool add_block(const Builder *builder, int *next, bool has_shortcut, Activation *current) {
    int first = (*next)++, second = (*next)++, shortcut = has_shortcut ? (*next)++ : -1;
    Activation middle = {NULL, slot_middle, 0}, residual = {NULL, slot_even, 0};
    dnnl_primitive_desc_t description = NULL;
    bool added = convolve(builder, first, *current, NULL, true, &middle)
        && describe(builder, second, middle.length, NULL, true, true, &description)
        && add_residual(builder, shortcut, asked(description, dnnl_query_dst_md), *current, &residual)
        && add_convolution(builder, second, description, middle.memory, residual.memory);
    if (description) dnnl_primitive_desc_destroy(description);
    *current = residual;
    return added;
}

static bool add_stages(const Builder *builder, int *next, Activation *current) {
    for (int stage = 0; stage < stage_count; stage++)
        for (int block = 0; block < stage_blocks[stage]; block++)
            if (!add_block(builder, next, stage > 0 && block == 0, current)) return false;
    return true;
}

/// One global pool, written into the caller's rows of twice the last width.
static bool add_global_pool(const Builder *builder, bool maximum, Activation current, dnnl_memory_t *output) {
    const dnnl_dim_t channels = last_width(builder->network);
    const dnnl_dims_t sizes = {builder->plan->batch, channels, 1}, strides = {2 * channels, 1, 1};
    const Window everything = {.kernel = current.length, .stride = 1, .padding = 0};
    Activation pooled = {NULL, slot_middle, 0};
    return pool(builder, maximum, channels, current, everything, &pooled) && adopt(builder, sizes, strides, output)
        && add_reorder(builder, pooled.memory, *output);
}

/// Gives every placed memory its bytes.
static bool allocate(const Builder *builder) {
    enum { alignment = 64 };
    Plan *plan = builder->plan;
    for (int slot = 0; slot < slot_count; slot++) {
        size_t bytes = (plan->slot_bytes[slot] + alignment - 1) / alignment * alignment;
        if (bytes == 0) continue;
        plan->slots[slot] = aligned_alloc(alignment, bytes);
        if (!plan->slots[slot]) return fail(builder->failure, "out of memory for a batch");
    }
    for (int index = 0; index < plan->placed_count; index++) {
        Placed placed = plan->placed[index];
        dnnl_status_t status = dnnl_memory_set_data_handle(placed.memory, plan->slots[placed.slot]);
        if (!succeeded(status, builder->failure, "placing a result")) return false;
    }
    return true;
}

Plan *plan_create(stratum_resnet *network, int batch, Failure failure) {
    Plan *plan = calloc(1, sizeof *plan);
    if (!plan) return fail(failure, "out of memory for a batch"), NULL;
    plan->batch = batch;
    const Builder builder = {network, plan, failure};
    Activation current;
    int next = 0;
    if (add_stem(&builder, &next, &current) && add_stages(&builder, &next, &current)
        && add_global_pool(&builder, false, current, &plan->averages)
        && add_global_pool(&builder, true, current, &plan->maxima) && allocate(&builder))
        return plan;
    plan_destroy(plan);
    return NULL;
}

bool plan_run(
    const Plan *plan, const stratum_resnet *network, const float *waveforms, float *features, Failure failure) {
    float *maxima = features + last_width(network);
    if (!succeeded(dnnl_memory_set_data_handle(plan->input, (void *)waveforms), failure, "reading the input")
        || !succeeded(dnnl_memory_set_data_handle(plan->averages, features), failure, "writing features")
        || !succeeded(dnnl_memory_set_data_handle(plan->maxima, maxima), failure, "writing features"))
        return false;
    for (int index = 0; index < plan->step_count; index++) {
        const Step *step = &plan->steps[index];
        dnnl_status_t status = dnnl_primitive_execute(step->primitive, network->stream, step->count, step->arguments);
        if (!succeeded(status, failure, "running a step")) return false;
    }
    return succeeded(dnnl_stream_wait(network->stream), failure, "finishing");
}

void plan_destroy(Plan *plan) {
    if (!plan) return;
    for (int index = 0; index < plan->step_count; index++) dnnl_primitive_destroy(plan->steps[index].primitive);
    for (int index = 0; index < plan->placed_count; index++) dnnl_memory_destroy(plan->placed[index].memory);
    for (int index = 0; index < stratum_resnet_convolutions; index++)
        if (plan->weights[index]) dnnl_memory_destroy(plan->weights[index]);
    if (plan->input) dnnl_memory_destroy(plan->input);
    if (plan->averages) dnnl_memory_destroy(plan->averages);
    if (plan->maxima) dnnl_memory_destroy(plan->maxima);
    for (int slot = 0; slot < slot_count; slot++) free(plan->slots[slot]);
    free(plan);
}
