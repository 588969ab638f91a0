// The network as a list of layers, and the walk through them.
#include "arithmetic.h"
#include "CResNet.h"

#include <stdlib.h>
#include <string.h>

struct stratum_resnet {
    Layer layers[stratum_resnet_convolutions];
    /// Channels of the last stage, without padding.
    int width;
    const Arithmetic *arithmetic;
};

enum { signal_count = 3 };

struct stratum_workspace {
    /// Each as large as the largest signal.
    float *signals[signal_count];
    Tiles tiles;
};

/// The arithmetic that this processor can do, the fastest first; NULL past the last.
static const Arithmetic *arithmetic_at(size_t index) {
    const Arithmetic *found[3];
    size_t count = 0;
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
        found[count++] = &arithmetic_avx512;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) found[count++] = &arithmetic_avx2;
#endif
    found[count++] = &arithmetic_portable;
    return index < count ? found[index] : NULL;
}

const char *stratum_resnet_instructions(size_t index) {
    const Arithmetic *arithmetic = arithmetic_at(index);
    return arithmetic ? arithmetic->name : NULL;
}

static const Arithmetic *arithmetic_named(const char *name) {
    for (size_t index = 0;; index++) {
        const Arithmetic *arithmetic = arithmetic_at(index);
        if (!arithmetic || !name || strcmp(name, arithmetic->name) == 0) return arithmetic;
    }
}

static int padded(int channels) { return (channels + lanes - 1) / lanes * lanes; }

/// Zeros that begin with a line of the cache; NULL when there is no memory.
static float *zeros(size_t count) {
    size_t line = 64, bytes = (count * sizeof(float) + line - 1) / line * line;
    float *values = aligned_alloc(line, bytes);
    return values ? memset(values, 0, bytes) : NULL;
}

static bool shape_is_sound(const stratum_convolution *shape, size_t parameter_count) {
    enum { most = 4096 };
    if (shape->outputs < 1 || shape->outputs > most || shape->inputs < 1 || shape->inputs > most) return false;
    if (shape->kernel < 1 || shape->kernel / 2 >= margin || shape->stride < 1 || shape->stride > 2) return false;
    size_t outputs = (size_t)shape->outputs;
    size_t weights = outputs * (size_t)shape->inputs * (size_t)shape->kernel;
    return weights <= parameter_count && shape->weights <= parameter_count - weights && outputs <= parameter_count
        && shape->bias <= parameter_count - outputs;
}

/// Copies the weights of one input and output.
static void load_kernel(const float *kernel, int output, int input, Layer *layer) {
    size_t panel = (size_t)(output / lanes), lane = (size_t)(output % lanes), inputs = (size_t)layer->inputs;
    if (layer->is_tiled) {
        size_t panels = (size_t)(layer->outputs / lanes);
        for (size_t point = 0; point < tile_points; point++)
            for (size_t half = 0; half < 2; half++)
                layer->weights[(((point * panels + panel) * 2 + half) * inputs + (size_t)input) * lanes + lane] =
                    tile_weight(kernel, layer->stride, (int)half, (int)point);
        return;
    }
    size_t length = (size_t)layer->kernel;
    for (size_t place = 0; place < length; place++)
        layer->weights[((panel * length + place) * inputs + (size_t)input) * lanes + lane] = kernel[place];
}

static bool load_layer(const stratum_convolution *shape, bool is_stem, const float *parameters, Layer *layer) {
    layer->inputs = is_stem ? shape->inputs : padded(shape->inputs);
    layer->outputs = padded(shape->outputs);
    layer->kernel = shape->kernel;
    layer->stride = shape->stride;
    layer->is_tiled = shape->kernel == tile_kernel && !is_stem;
    size_t depth = (size_t)(layer->is_tiled ? 2 * tile_points : layer->kernel) * (size_t)layer->inputs;
    layer->weights = zeros(depth * (size_t)layer->outputs);
    layer->bias = zeros((size_t)layer->outputs);
    if (!layer->weights || !layer->bias) return false;
    const float *kernel = parameters + shape->weights;
    for (int output = 0; output < shape->outputs; output++)
        for (int input = 0; input < shape->inputs; input++, kernel += shape->kernel)
            load_kernel(kernel, output, input, layer);
    memcpy(layer->bias, parameters + shape->bias, (size_t)shape->outputs * sizeof(float));
    return true;
}

static stratum_resnet *refused(stratum_resnet *network, const char *why, char *reason, size_t capacity) {
    stratum_resnet_destroy(network);
    if (capacity > 0) {
        size_t length = strlen(why) < capacity ? strlen(why) : capacity - 1;
        memcpy(reason, why, length);
        reason[length] = 0;
    }
    return NULL;
}

stratum_resnet *stratum_resnet_create(
    const stratum_convolution *convolutions, size_t count, const float *parameters, size_t parameter_count,
    const char *instructions, char *reason, size_t capacity) {
    if (count != stratum_resnet_convolutions) return refused(NULL, "the network has 36 convolutions", reason, capacity);
    for (size_t index = 0; index < count; index++)
        if (!shape_is_sound(&convolutions[index], parameter_count))
            return refused(NULL, "a convolution's shape is out of range", reason, capacity);
    const Arithmetic *arithmetic = arithmetic_named(instructions);
    if (!arithmetic) return refused(NULL, "this processor lacks the instructions asked for", reason, capacity);
    stratum_resnet *network = calloc(1, sizeof *network);
    if (!network) return refused(NULL, "out of memory", reason, capacity);
    for (size_t index = 0; index < count; index++)
        if (!load_layer(&convolutions[index], index == 0, parameters, &network->layers[index]))
            return refused(network, "out of memory", reason, capacity);
    network->width = convolutions[count - 1].outputs;
    network->arithmetic = arithmetic;
    return network;
}

void stratum_resnet_destroy(stratum_resnet *network) {
    if (!network) return;
    for (int index = 0; index < stratum_resnet_convolutions; index++) {
        free(network->layers[index].weights);
        free(network->layers[index].bias);
    }
    free(network);
}

static size_t larger(size_t left, size_t right) { return left > right ? left : right; }

stratum_workspace *stratum_workspace_create(const stratum_resnet *network) {
    int length = stratum_resnet_samples;
    size_t signal = (size_t)(length + 2 * margin) * stratum_resnet_leads, tiles = 1;
    for (int index = 0; index < stratum_resnet_convolutions; index++) {
        const Layer *layer = &network->layers[index];
        // A shortcut reads what its block's first convolution reads, so it shortens nothing that comes after.
        if (layer->kernel > 1 && layer->stride == 2) length = (length + 1) / 2;
        signal = larger(signal, (size_t)(length + 2 * margin) * (size_t)layer->outputs);
        if (!layer->is_tiled) continue;
        size_t count = (size_t)tile_count(length), halves = (size_t)half_count((int)count, layer->stride);
        tiles = larger(tiles, tile_points * larger(halves * (size_t)layer->inputs, count * (size_t)layer->outputs));
    }
    stratum_workspace *workspace = calloc(1, sizeof *workspace);
    if (!workspace) return NULL;
    bool made = true;
    for (int index = 0; index < signal_count; index++) made &= (workspace->signals[index] = zeros(signal)) != NULL;
    workspace->tiles = (Tiles){zeros(tiles), zeros(tiles)};
    if (made && workspace->tiles.inputs && workspace->tiles.products) return workspace;
    stratum_workspace_destroy(workspace);
    return NULL;
}

void stratum_workspace_destroy(stratum_workspace *workspace) {
    if (!workspace) return;
    for (int index = 0; index < signal_count; index++) free(workspace->signals[index]);
    free(workspace->tiles.inputs);
    free(workspace->tiles.products);
    free(workspace);
}

/// The waveform between margins.
static Signal leads(float *memory, const float *waveform) {
    size_t size = stratum_resnet_samples * stratum_resnet_leads, edge = margin * stratum_resnet_leads;
    memset(memory, 0, edge * sizeof(float));
    memcpy(memory + edge, waveform, size * sizeof(float));
    memset(memory + edge + size, 0, edge * sizeof(float));
    return (Signal){memory, stratum_resnet_samples, stratum_resnet_leads};
}

/// The shape of what a layer makes of a signal.
static Signal made_by(const Layer *layer, const Signal *input, float *memory) {
    return (Signal){memory, (input->length + layer->stride - 1) / layer->stride, layer->outputs};
}

/// One recording through all layers. A block adds its input, or a shortcut's, to its second convolution.
static void run_one(
    const stratum_resnet *network, stratum_workspace *workspace, const float *waveform, float *features) {
    const Arithmetic *arithmetic = network->arithmetic;
    const Layer *layer = network->layers, *end = layer + stratum_resnet_convolutions;
    float *main = workspace->signals[0], *middle = workspace->signals[1], *spare = workspace->signals[2];
    Signal input = leads(main, waveform);
    Signal stem = made_by(layer, &input, middle);
    arithmetic->convolve(layer++, &input, NULL, true, &stem, workspace->tiles);
    Signal current = {main, (stem.length + 1) / 2, stem.channels};
    arithmetic->pool(&stem, &current);
    while (layer < end) {
        Signal inner = made_by(layer, &current, middle);
        arithmetic->convolve(layer, &current, NULL, true, &inner, workspace->tiles);
        bool has_shortcut = layer->stride == 2;
        if (has_shortcut) {
            Signal passed = made_by(layer + 2, &current, spare);
            arithmetic->convolve(layer + 2, &current, NULL, false, &passed, workspace->tiles);
            spare = current.values;
            current = passed;
        }
        arithmetic->convolve(layer + 1, &inner, &current, true, &current, workspace->tiles);
        layer += has_shortcut ? 3 : 2;
    }
    arithmetic->summarise(&current, network->width, features);
}

void stratum_resnet_run(
    const stratum_resnet *network, stratum_workspace *workspace, const float *waveforms, size_t count,
    float *features) {
    for (size_t index = 0; index < count; index++)
        run_one(
            network, workspace, waveforms + index * stratum_resnet_samples * stratum_resnet_leads,
            features + index * 2 * (size_t)network->width);
}
