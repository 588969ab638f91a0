#include "dialect.h"

#include <stdlib.h>

static dnnl_alg_kind_t pooling_kind(bool maximum) {
    return maximum ? dnnl_pooling_max : dnnl_pooling_avg_exclude_padding;
}

#if DNNL_VERSION_MAJOR >= 3

dnnl_status_t layout_tagged(Layout *layout, int rank, const dnnl_dims_t sizes, dnnl_format_tag_t tag) {
    return dnnl_memory_desc_create_with_tag(layout, rank, sizes, dnnl_f32, tag);
}

dnnl_status_t layout_strided(Layout *layout, int rank, const dnnl_dims_t sizes, const dnnl_dims_t strides) {
    return dnnl_memory_desc_create_with_strides(layout, rank, sizes, dnnl_f32, strides);
}

void layout_destroy(Layout layout) {
    if (layout) dnnl_memory_desc_destroy(layout);
}

dnnl_status_t append_relu(dnnl_post_ops_t operations) {
    return dnnl_post_ops_append_eltwise(operations, dnnl_eltwise_relu, 0, 0);
}

dnnl_status_t append_sum(dnnl_post_ops_t operations) {
    return dnnl_post_ops_append_sum(operations, 1, 0, dnnl_data_type_undef);
}

dnnl_status_t describe_convolution(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, LayoutView source, LayoutView weights, LayoutView bias,
    LayoutView destination, Window window, const_dnnl_primitive_attr_t attributes) {
    const dnnl_dims_t stride = {window.stride}, padding = {window.padding}, dilation = {0};
    return dnnl_convolution_forward_primitive_desc_create(
        description, engine, dnnl_forward_inference, dnnl_convolution_direct, source, weights, bias, destination,
        stride, dilation, padding, padding, attributes);
}

dnnl_status_t describe_pooling(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, bool maximum, LayoutView source, LayoutView destination,
    Window window, const_dnnl_primitive_attr_t attributes) {
    const dnnl_dims_t kernel = {window.kernel}, stride = {window.stride}, padding = {window.padding}, dilation = {0};
    return dnnl_pooling_forward_primitive_desc_create(
        description, engine, dnnl_forward_inference, pooling_kind(maximum), source, destination, stride, kernel,
        dilation, padding, padding, attributes);
}

#else

dnnl_status_t layout_tagged(Layout *layout, int rank, const dnnl_dims_t sizes, dnnl_format_tag_t tag) {
    *layout = calloc(1, sizeof **layout);
    if (!*layout) return dnnl_out_of_memory;
    return dnnl_memory_desc_init_by_tag(*layout, rank, sizes, dnnl_f32, tag);
}

dnnl_status_t layout_strided(Layout *layout, int rank, const dnnl_dims_t sizes, const dnnl_dims_t strides) {
    *layout = calloc(1, sizeof **layout);
    if (!*layout) return dnnl_out_of_memory;
    return dnnl_memory_desc_init_by_strides(*layout, rank, sizes, dnnl_f32, strides);
}

void layout_destroy(Layout layout) {
    free(layout);
}

dnnl_status_t append_relu(dnnl_post_ops_t operations) {
    return dnnl_post_ops_append_eltwise(operations, 1, dnnl_eltwise_relu, 0, 0);
}

dnnl_status_t append_sum(dnnl_post_ops_t operations) {
    return dnnl_post_ops_append_sum(operations, 1);
}

dnnl_status_t describe_convolution(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, LayoutView source, LayoutView weights, LayoutView bias,
    LayoutView destination, Window window, const_dnnl_primitive_attr_t attributes) {
    const dnnl_dims_t stride = {window.stride}, padding = {window.padding};
    dnnl_convolution_desc_t operation;
    dnnl_status_t status = dnnl_convolution_forward_desc_init(
        &operation, dnnl_forward_inference, dnnl_convolution_direct, source, weights, bias, destination, stride,
        padding, padding);
    if (status != dnnl_success) return status;
    return dnnl_primitive_desc_create(description, &operation, attributes, engine, NULL);
}

dnnl_status_t describe_pooling(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, bool maximum, LayoutView source, LayoutView destination,
    Window window, const_dnnl_primitive_attr_t attributes) {
    const dnnl_dims_t kernel = {window.kernel}, stride = {window.stride}, padding = {window.padding};
    dnnl_pooling_desc_t operation;
    dnnl_status_t status = dnnl_pooling_forward_desc_init(
        &operation, dnnl_forward_inference, pooling_kind(maximum), source, destination, stride, kernel, padding,
        padding);
    if (status != dnnl_success) return status;
    return dnnl_primitive_desc_create(description, &operation, attributes, engine, NULL);
}

#endif
