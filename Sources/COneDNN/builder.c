#include "builder.h"

LayoutView asked(dnnl_primitive_desc_t description, dnnl_query_t what) {
    return dnnl_primitive_desc_query_md(description, what, 0);
}

bool place(const Builder *builder, LayoutView layout, Slot slot, dnnl_memory_t *memory) {
    Plan *plan = builder->plan;
    if (plan->placed_count == max_memories) return fail(builder->failure, "the plan has too many memories");
    dnnl_status_t status = dnnl_memory_create(memory, layout, builder->network->engine, DNNL_MEMORY_NONE);
    if (!succeeded(status, builder->failure, "placing a result")) return false;
    plan->placed[plan->placed_count++] = (Placed){*memory, slot};
    size_t bytes = dnnl_memory_desc_get_size(layout);
    if (bytes > plan->slot_bytes[slot]) plan->slot_bytes[slot] = bytes;
    return true;
}

/// The plan owns scratch memory: oneDNN's own belongs to the thread that made the primitive, not the one that runs it.
static bool make_attributes(const Builder *builder, bool sum, bool relu, dnnl_primitive_attr_t *attributes) {
    dnnl_post_ops_t operations = NULL;
    bool made = succeeded(dnnl_primitive_attr_create(attributes), builder->failure, "making attributes")
        && succeeded(
                    dnnl_primitive_attr_set_scratchpad_mode(*attributes, dnnl_scratchpad_mode_user), builder->failure,
                    "choosing scratch memory")
        && succeeded(dnnl_post_ops_create(&operations), builder->failure, "fusing")
        && (!sum || succeeded(append_sum(operations), builder->failure, "fusing the residual sum"))
        && (!relu || succeeded(append_relu(operations), builder->failure, "fusing the rectifier"))
        && succeeded(dnnl_primitive_attr_set_post_ops(*attributes, operations), builder->failure, "fusing");
    if (operations) dnnl_post_ops_destroy(operations);
    return made;
}

/// Adds a primitive as the next step, with scratch memory where it wants any.
static bool add_step(
    const Builder *builder, dnnl_primitive_desc_t description, int count, const dnnl_exec_arg_t *arguments) {
    Plan *plan = builder->plan;
    if (plan->step_count == max_steps) return fail(builder->failure, "the plan has too many steps");
    Step *step = &plan->steps[plan->step_count];
    for (int index = 0; index < count; index++) step->arguments[index] = arguments[index];
    step->count = count;
    LayoutView scratch = asked(description, dnnl_query_scratchpad_md);
    if (scratch && dnnl_memory_desc_get_size(scratch) > 0) {
        dnnl_memory_t memory;
        if (!place(builder, scratch, slot_scratch, &memory)) return false;
        step->arguments[step->count++] = (dnnl_exec_arg_t){DNNL_ARG_SCRATCHPAD, memory};
    }
    dnnl_status_t status = dnnl_primitive_create(&step->primitive, description);
    if (!succeeded(status, builder->failure, "preparing a step")) return false;
    plan->step_count++;
    return true;
}

bool add_reorder(const Builder *builder, dnnl_memory_t from, dnnl_memory_t to) {
    dnnl_engine_t engine = builder->network->engine;
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_primitive_desc_t description = NULL;
    const dnnl_exec_arg_t arguments[] = {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}};
    bool added = make_attributes(builder, false, false, &attributes)
        && succeeded(
                     dnnl_reorder_primitive_desc_create(
                         &description, layout_of(from), engine, layout_of(to), engine, attributes),
                     builder->failure, "describing a change of layout")
        && add_step(builder, description, 2, arguments);
    if (description) dnnl_primitive_desc_destroy(description);
    if (attributes) dnnl_primitive_attr_destroy(attributes);
    return added;
}

bool in_layout(
    const Builder *builder, dnnl_memory_t memory, LayoutView layout, Slot slot, dnnl_memory_t *result) {
    *result = memory;
    if (dnnl_memory_desc_equal(layout_of(memory), layout)) return true;
    return place(builder, layout, slot, result) && add_reorder(builder, memory, *result);
}

/// Weights in the layout a convolution wants: the network keeps the first plan's, a later plan only what differs.
static bool weights_for(const Builder *builder, int index, LayoutView layout, dnnl_memory_t *weights) {
    stratum_resnet *network = builder->network;
    *weights = network->weights[index];
    if (dnnl_memory_desc_equal(layout_of(*weights), layout)) return true;
    dnnl_memory_t *keeper = &builder->plan->weights[index];
    if (!copy_memory(network, *weights, layout, keeper, builder->failure)) return false;
    *weights = *keeper;
    if (network->plans[plan_sizes - 1]) return true;
    dnnl_memory_destroy(network->weights[index]);
    network->weights[index] = *keeper;
    *keeper = NULL;
    return true;
}

dnnl_dim_t length_after(dnnl_dim_t length, Window window) {
    return (length + 2 * window.padding - window.kernel) / window.stride + 1;
}

/// A layout for (batch, channels, length) that oneDNN is free to choose.
static bool any_layout(const Builder *builder, dnnl_dim_t channels, dnnl_dim_t length, Layout *layout) {
    const dnnl_dims_t sizes = {builder->plan->batch, channels, length};
    return succeeded(layout_tagged(layout, 3, sizes, dnnl_format_tag_any), builder->failure, "describing a result");
}

bool describe(
    const Builder *builder, int index, dnnl_dim_t length, LayoutView destination, bool sum, bool relu,
    dnnl_primitive_desc_t *description) {
    const stratum_convolution *shape = &builder->network->convolutions[index];
    const Window window = {shape->kernel, shape->stride, shape->kernel / 2};
    const dnnl_dims_t weight_sizes = {shape->outputs, shape->inputs, shape->kernel};
    Layout source = NULL, weights = NULL, result = NULL;
    dnnl_primitive_attr_t attributes = NULL;
    bool described = any_layout(builder, shape->inputs, length, &source)
        && any_layout(builder, shape->outputs, length_after(length, window), &result)
        && succeeded(
                         layout_tagged(&weights, 3, weight_sizes, dnnl_format_tag_any), builder->failure,
                         "describing weights")
        && make_attributes(builder, sum, relu, &attributes)
        && succeeded(
                         describe_convolution(
                             description, builder->network->engine, source, weights,
                             layout_of(builder->network->biases[index]), destination ? destination : result, window,
                             attributes),
                         builder->failure, "describing a convolution");
    if (attributes) dnnl_primitive_attr_destroy(attributes);
    layout_destroy(source);
    layout_destroy(weights);
    layout_destroy(result);
    return described;
}

bool add_convolution(
    const Builder *builder, int index, dnnl_primitive_desc_t description, dnnl_memory_t source,
    dnnl_memory_t destination) {
    dnnl_memory_t weights;
    if (!in_layout(builder, source, asked(description, dnnl_query_src_md), slot_relaid, &source)
        || !weights_for(builder, index, asked(description, dnnl_query_weights_md), &weights))
        return false;
    const dnnl_exec_arg_t arguments[] = {
        {DNNL_ARG_SRC, source},
        {DNNL_ARG_WEIGHTS, weights},
        {DNNL_ARG_BIAS, builder->network->biases[index]},
        {DNNL_ARG_DST, destination},
    };
    return add_step(builder, description, 4, arguments);
}

bool convolve(const Builder *builder, int index, Activation source, LayoutView layout, bool relu, Activation *result) {
    const stratum_convolution *shape = &builder->network->convolutions[index];
    const Window window = {shape->kernel, shape->stride, shape->kernel / 2};
    dnnl_primitive_desc_t description = NULL;
    bool added = describe(builder, index, source.length, layout, false, relu, &description)
        && place(builder, asked(description, dnnl_query_dst_md), result->slot, &result->memory)
        && add_convolution(builder, index, description, source.memory, result->memory);
    if (description) dnnl_primitive_desc_destroy(description);
    result->length = length_after(source.length, window);
    return added;
}

bool pool(
    const Builder *builder, bool maximum, dnnl_dim_t channels, Activation source, Window window, Activation *result) {
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_primitive_desc_t description = NULL;
    Layout layout = NULL;
    result->length = length_after(source.length, window);
    bool added = any_layout(builder, channels, result->length, &layout)
        && make_attributes(builder, false, false, &attributes)
        && succeeded(
                     describe_pooling(
                         &description, builder->network->engine, maximum, layout_of(source.memory), layout, window,
                         attributes),
                     builder->failure, "describing a pool")
        && place(builder, asked(description, dnnl_query_dst_md), result->slot, &result->memory)
        && add_step(
                     builder, description, 2,
                     (const dnnl_exec_arg_t[]){{DNNL_ARG_SRC, source.memory}, {DNNL_ARG_DST, result->memory}});
    if (description) dnnl_primitive_desc_destroy(description);
    if (attributes) dnnl_primitive_attr_destroy(attributes);
    layout_destroy(layout);
    return added;
}
