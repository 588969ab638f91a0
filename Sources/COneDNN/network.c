#include "network.h"

#include "threads.h"

#include <stdlib.h>
#include <string.h>

/// Batch sizes with a plan of their own, largest first; any count is a sum of these.
static const int batches[plan_sizes] = {64, 8, 1};

LayoutView layout_of(dnnl_memory_t memory) {
    LayoutView layout = NULL;
    dnnl_memory_get_memory_desc(memory, &layout);
    return layout;
}

static bool run_reorder(
    const stratum_resnet *network, dnnl_primitive_desc_t description, dnnl_memory_t from, dnnl_memory_t to,
    Failure failure) {
    dnnl_primitive_t primitive = NULL;
    const dnnl_exec_arg_t arguments[] = {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}};
    bool done = succeeded(dnnl_primitive_create(&primitive, description), failure, "preparing weights")
        && succeeded(dnnl_primitive_execute(primitive, network->stream, 2, arguments), failure, "copying weights")
        && succeeded(dnnl_stream_wait(network->stream), failure, "copying weights");
    if (primitive) dnnl_primitive_destroy(primitive);
    return done;
}

bool copy_memory(
    const stratum_resnet *network, dnnl_memory_t source, LayoutView layout, dnnl_memory_t *copy, Failure failure) {
    dnnl_primitive_desc_t description = NULL;
    bool done = succeeded(
                    dnnl_memory_create(copy, layout, network->engine, DNNL_MEMORY_ALLOCATE), failure,
                    "allocating weights")
        && succeeded(
                    dnnl_reorder_primitive_desc_create(
                        &description, layout_of(source), network->engine, layout, network->engine, NULL),
                    failure, "describing weights")
        && run_reorder(network, description, source, *copy, failure);
    if (description) dnnl_primitive_desc_destroy(description);
    return done;
}

/// Copies one plain array into a memory of the network's own.
static bool load(
    const stratum_resnet *network, const float *values, int rank, const dnnl_dims_t sizes, dnnl_format_tag_t tag,
    dnnl_memory_t *memory, Failure failure) {
    Layout layout = NULL;
    dnnl_memory_t source = NULL;
    bool done = succeeded(layout_tagged(&layout, rank, sizes, tag), failure, "describing parameters")
        && succeeded(
                    dnnl_memory_create(&source, layout, network->engine, (void *)values), failure,
                    "reading parameters")
        && copy_memory(network, source, layout, memory, failure);
    if (source) dnnl_memory_destroy(source);
    layout_destroy(layout);
    return done;
}

static bool load_convolution(stratum_resnet *network, int index, const float *parameters, Failure failure) {
    const stratum_convolution *shape = &network->convolutions[index];
    const dnnl_dims_t sizes = {shape->outputs, shape->inputs, shape->kernel}, bias_sizes = {shape->outputs};
    return load(network, parameters + shape->weights, 3, sizes, dnnl_abc, &network->weights[index], failure)
        && load(network, parameters + shape->bias, 1, bias_sizes, dnnl_a, &network->biases[index], failure);
}

static bool shape_is_sound(const stratum_convolution *shape, size_t parameter_count) {
    enum { most = 4096 };
    if (shape->outputs < 1 || shape->outputs > most || shape->inputs < 1 || shape->inputs > most) return false;
    if (shape->kernel < 1 || shape->kernel > 63 || shape->stride < 1 || shape->stride > 2) return false;
    size_t outputs = (size_t)shape->outputs;
    size_t weights = outputs * (size_t)shape->inputs * (size_t)shape->kernel;
    return weights <= parameter_count && shape->weights <= parameter_count - weights
        && outputs <= parameter_count && shape->bias <= parameter_count - outputs;
}

static bool build(stratum_resnet *network, const float *parameters, Failure failure) {
    if (!succeeded(dnnl_engine_create(&network->engine, dnnl_cpu, 0), failure, "starting")
        || !succeeded(
            dnnl_stream_create(&network->stream, network->engine, dnnl_stream_default_flags), failure, "starting"))
        return false;
    for (int index = 0; index < stratum_resnet_convolutions; index++)
        if (!load_convolution(network, index, parameters, failure)) return false;
    network->plans[plan_sizes - 1] = plan_create(network, 1, failure);
    return network->plans[plan_sizes - 1] != NULL;
}

stratum_resnet *stratum_resnet_create(
    const stratum_convolution *convolutions, size_t count, const float *parameters, size_t parameter_count,
    int threads, char *reason, size_t capacity) {
    Failure failure = {reason, capacity};
    if (count != stratum_resnet_convolutions) return fail(failure, "the network has 36 convolutions"), NULL;
    for (size_t index = 0; index < count; index++)
        if (!shape_is_sound(&convolutions[index], parameter_count))
            return fail(failure, "a convolution's shape is out of range"), NULL;
    stratum_resnet *network = calloc(1, sizeof *network);
    if (!network) return fail(failure, "out of memory"), NULL;
    memcpy(network->convolutions, convolutions, count * sizeof *convolutions);
    network->threads = threads;
    int before = set_threads(threads);
    bool built = build(network, parameters, failure);
    set_threads(before);
    if (built) return network;
    stratum_resnet_destroy(network);
    return NULL;
}

/// The plan of the largest batch that fits into `count`, made when first wanted.
static Plan *plan_for(stratum_resnet *network, size_t count, Failure failure) {
    int choice = 0;
    while ((size_t)batches[choice] > count) choice++;
    if (!network->plans[choice]) network->plans[choice] = plan_create(network, batches[choice], failure);
    return network->plans[choice];
}

static bool run(
    stratum_resnet *network, const float *waveforms, size_t count, float *features, Failure failure) {
    while (count > 0) {
        const Plan *plan = plan_for(network, count, failure);
        if (!plan || !plan_run(plan, network, waveforms, features, failure)) return false;
        size_t batch = (size_t)plan->batch;
        waveforms += batch * stratum_resnet_samples * stratum_resnet_leads;
        features += batch * 2 * (size_t)last_width(network);
        count -= batch;
    }
    return true;
}

int stratum_resnet_run(
    stratum_resnet *network, const float *waveforms, size_t count, float *features, char *reason, size_t capacity) {
    int before = set_threads(network->threads);
    bool done = run(network, waveforms, count, features, (Failure){reason, capacity});
    set_threads(before);
    return done ? 0 : 1;
}

void stratum_resnet_destroy(stratum_resnet *network) {
    if (!network) return;
    for (int size = 0; size < plan_sizes; size++) plan_destroy(network->plans[size]);
    for (int index = 0; index < stratum_resnet_convolutions; index++) {
        if (network->weights[index]) dnnl_memory_destroy(network->weights[index]);
        if (network->biases[index]) dnnl_memory_destroy(network->biases[index]);
    }
    if (network->stream) dnnl_stream_destroy(network->stream);
    if (network->engine) dnnl_engine_destroy(network->engine);
    free(network);
}
