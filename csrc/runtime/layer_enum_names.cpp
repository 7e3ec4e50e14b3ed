#include "layer_enum_names.h"

#include "named_values.h"

namespace trtp::runtime {

using namespace nvinfer1;  // of this file alone, which is about nothing else

namespace {

constexpr std::array layer_types{
    Name<LayerType>{"convolution", LayerType::kCONVOLUTION},
    Name<LayerType>{"fully_connected", LayerType::kFULLY_CONNECTED},
    Name<LayerType>{"activation", LayerType::kACTIVATION},
    Name<LayerType>{"pooling", LayerType::kPOOLING},
    Name<LayerType>{"lrn", LayerType::kLRN},
    Name<LayerType>{"scale", LayerType::kSCALE},
    Name<LayerType>{"softmax", LayerType::kSOFTMAX},
    Name<LayerType>{"deconvolution", LayerType::kDECONVOLUTION},
    Name<LayerType>{"concatenation", LayerType::kCONCATENATION},
    Name<LayerType>{"elementwise", LayerType::kELEMENTWISE},
    Name<LayerType>{"plugin", LayerType::kPLUGIN},
    Name<LayerType>{"unary", LayerType::kUNARY},
    Name<LayerType>{"padding", LayerType::kPADDING},
    Name<LayerType>{"shuffle", LayerType::kSHUFFLE},
    Name<LayerType>{"reduce", LayerType::kREDUCE},
    Name<LayerType>{"topk", LayerType::kTOPK},
    Name<LayerType>{"gather", LayerType::kGATHER},
    Name<LayerType>{"matrix_multiply", LayerType::kMATRIX_MULTIPLY},
    Name<LayerType>{"ragged_softmax", LayerType::kRAGGED_SOFTMAX},
    Name<LayerType>{"constant", LayerType::kCONSTANT},
    Name<LayerType>{"rnn_v2", LayerType::kRNN_V2},
    Name<LayerType>{"identity", LayerType::kIDENTITY},
    Name<LayerType>{"plugin_v2", LayerType::kPLUGIN_V2},
    Name<LayerType>{"slice", LayerType::kSLICE},
    Name<LayerType>{"shape", LayerType::kSHAPE},
    Name<LayerType>{"parametric_relu", LayerType::kPARAMETRIC_RELU},
    Name<LayerType>{"resize", LayerType::kRESIZE},
    Name<LayerType>{"trip_limit", LayerType::kTRIP_LIMIT},
    Name<LayerType>{"recurrence", LayerType::kRECURRENCE},
    Name<LayerType>{"iterator", LayerType::kITERATOR},
    Name<LayerType>{"loop_output", LayerType::kLOOP_OUTPUT},
    Name<LayerType>{"select", LayerType::kSELECT},
    Name<LayerType>{"fill", LayerType::kFILL},
    Name<LayerType>{"quantize", LayerType::kQUANTIZE},
    Name<LayerType>{"dequantize", LayerType::kDEQUANTIZE},
    Name<LayerType>{"condition", LayerType::kCONDITION},
    Name<LayerType>{"conditional_input", LayerType::kCONDITIONAL_INPUT},
    Name<LayerType>{"conditional_output", LayerType::kCONDITIONAL_OUTPUT},
    Name<LayerType>{"scatter", LayerType::kSCATTER},
    Name<LayerType>{"einsum", LayerType::kEINSUM},
    Name<LayerType>{"assertion", LayerType::kASSERTION},
    Name<LayerType>{"one_hot", LayerType::kONE_HOT},
    Name<LayerType>{"non_zero", LayerType::kNON_ZERO},
    Name<LayerType>{"grid_sample", LayerType::kGRID_SAMPLE},
    Name<LayerType>{"nms", LayerType::kNMS},
    Name<LayerType>{"reverse_sequence", LayerType::kREVERSE_SEQUENCE},
    Name<LayerType>{"normalization", LayerType::kNORMALIZATION},
    Name<LayerType>{"cast", LayerType::kCAST}};

constexpr std::array activation_types{
    Name<ActivationType>{"relu", ActivationType::kRELU},
    Name<ActivationType>{"sigmoid", ActivationType::kSIGMOID},
    Name<ActivationType>{"tanh", ActivationType::kTANH},
    Name<ActivationType>{"leaky_relu", ActivationType::kLEAKY_RELU},
    Name<ActivationType>{"elu", ActivationType::kELU},
    Name<ActivationType>{"selu", ActivationType::kSELU},
    Name<ActivationType>{"softsign", ActivationType::kSOFTSIGN},
    Name<ActivationType>{"softplus", ActivationType::kSOFTPLUS},
    Name<ActivationType>{"clip", ActivationType::kCLIP},
    Name<ActivationType>{"hard_sigmoid", ActivationType::kHARD_SIGMOID},
    Name<ActivationType>{"scaled_tanh", ActivationType::kSCALED_TANH},
    Name<ActivationType>{"thresholded_relu", ActivationType::kTHRESHOLDED_RELU}};

constexpr std::array pooling_types{
    Name<PoolingType>{"max", PoolingType::kMAX},
    Name<PoolingType>{"average", PoolingType::kAVERAGE},
    Name<PoolingType>{"max_average_blend", PoolingType::kMAX_AVERAGE_BLEND}};

constexpr std::array padding_modes{
    Name<PaddingMode>{"explicit_round_down", PaddingMode::kEXPLICIT_ROUND_DOWN},
    Name<PaddingMode>{"explicit_round_up", PaddingMode::kEXPLICIT_ROUND_UP},
    Name<PaddingMode>{"same_upper", PaddingMode::kSAME_UPPER},
    Name<PaddingMode>{"same_lower", PaddingMode::kSAME_LOWER},
    Name<PaddingMode>{"caffe_round_down", PaddingMode::kCAFFE_ROUND_DOWN},
    Name<PaddingMode>{"caffe_round_up", PaddingMode::kCAFFE_ROUND_UP}};

constexpr std::array elementwise_operations{
    Name<ElementWiseOperation>{"sum", ElementWiseOperation::kSUM},
    Name<ElementWiseOperation>{"prod", ElementWiseOperation::kPROD},
    Name<ElementWiseOperation>{"max", ElementWiseOperation::kMAX},
    Name<ElementWiseOperation>{"min", ElementWiseOperation::kMIN},
    Name<ElementWiseOperation>{"sub", ElementWiseOperation::kSUB},
    Name<ElementWiseOperation>{"div", ElementWiseOperation::kDIV},
    Name<ElementWiseOperation>{"pow", ElementWiseOperation::kPOW},
    Name<ElementWiseOperation>{"floor_div", ElementWiseOperation::kFLOOR_DIV},
    Name<ElementWiseOperation>{"and", ElementWiseOperation::kAND},
    Name<ElementWiseOperation>{"or", ElementWiseOperation::kOR},
    Name<ElementWiseOperation>{"xor", ElementWiseOperation::kXOR},
    Name<ElementWiseOperation>{"equal", ElementWiseOperation::kEQUAL},
    Name<ElementWiseOperation>{"greater", ElementWiseOperation::kGREATER},
    Name<ElementWiseOperation>{"less", ElementWiseOperation::kLESS}};

constexpr std::array unary_operations{Name<UnaryOperation>{"exp", UnaryOperation::kEXP},
                                      Name<UnaryOperation>{"log", UnaryOperation::kLOG},
                                      Name<UnaryOperation>{"sqrt", UnaryOperation::kSQRT},
                                      Name<UnaryOperation>{"recip", UnaryOperation::kRECIP},
                                      Name<UnaryOperation>{"abs", UnaryOperation::kABS},
                                      Name<UnaryOperation>{"neg", UnaryOperation::kNEG},
                                      Name<UnaryOperation>{"sin", UnaryOperation::kSIN},
                                      Name<UnaryOperation>{"cos", UnaryOperation::kCOS},
                                      Name<UnaryOperation>{"tan", UnaryOperation::kTAN},
                                      Name<UnaryOperation>{"sinh", UnaryOperation::kSINH},
                                      Name<UnaryOperation>{"cosh", UnaryOperation::kCOSH},
                                      Name<UnaryOperation>{"asin", UnaryOperation::kASIN},
                                      Name<UnaryOperation>{"acos", UnaryOperation::kACOS},
                                      Name<UnaryOperation>{"atan", UnaryOperation::kATAN},
                                      Name<UnaryOperation>{"asinh", UnaryOperation::kASINH},
                                      Name<UnaryOperation>{"acosh", UnaryOperation::kACOSH},
                                      Name<UnaryOperation>{"atanh", UnaryOperation::kATANH},
                                      Name<UnaryOperation>{"ceil", UnaryOperation::kCEIL},
                                      Name<UnaryOperation>{"floor", UnaryOperation::kFLOOR},
                                      Name<UnaryOperation>{"erf", UnaryOperation::kERF},
                                      Name<UnaryOperation>{"not", UnaryOperation::kNOT},
                                      Name<UnaryOperation>{"sign", UnaryOperation::kSIGN},
                                      Name<UnaryOperation>{"round", UnaryOperation::kROUND},
                                      Name<UnaryOperation>{"isinf", UnaryOperation::kISINF}};

constexpr std::array reduce_operations{Name<ReduceOperation>{"sum", ReduceOperation::kSUM},
                                       Name<ReduceOperation>{"prod", ReduceOperation::kPROD},
                                       Name<ReduceOperation>{"max", ReduceOperation::kMAX},
                                       Name<ReduceOperation>{"min", ReduceOperation::kMIN},
                                       Name<ReduceOperation>{"avg", ReduceOperation::kAVG}};

constexpr std::array topk_operations{Name<TopKOperation>{"max", TopKOperation::kMAX},
                                     Name<TopKOperation>{"min", TopKOperation::kMIN}};

constexpr std::array matrix_operations{
    Name<MatrixOperation>{"none", MatrixOperation::kNONE},
    Name<MatrixOperation>{"transpose", MatrixOperation::kTRANSPOSE},
    Name<MatrixOperation>{"vector", MatrixOperation::kVECTOR}};

constexpr std::array scale_modes{Name<ScaleMode>{"uniform", ScaleMode::kUNIFORM},
                                 Name<ScaleMode>{"channel", ScaleMode::kCHANNEL},
                                 Name<ScaleMode>{"elementwise", ScaleMode::kELEMENTWISE}};

constexpr std::array gather_modes{Name<GatherMode>{"default", GatherMode::kDEFAULT},
                                  Name<GatherMode>{"element", GatherMode::kELEMENT},
                                  Name<GatherMode>{"nd", GatherMode::kND}};

constexpr std::array sample_modes{
    Name<SampleMode>{"strict_bounds", SampleMode::kSTRICT_BOUNDS},
    Name<SampleMode>{"wrap", SampleMode::kWRAP}, Name<SampleMode>{"clamp", SampleMode::kCLAMP},
    Name<SampleMode>{"fill", SampleMode::kFILL}, Name<SampleMode>{"reflect", SampleMode::kREFLECT}};

constexpr std::array interpolation_modes{
    Name<InterpolationMode>{"nearest", InterpolationMode::kNEAREST},
    Name<InterpolationMode>{"linear", InterpolationMode::kLINEAR},
    Name<InterpolationMode>{"cubic", InterpolationMode::kCUBIC}};

constexpr std::array resize_coordinate_transformations{
    Name<ResizeCoordinateTransformation>{"align_corners",
                                         ResizeCoordinateTransformation::kALIGN_CORNERS},
    Name<ResizeCoordinateTransformation>{"asymmetric", ResizeCoordinateTransformation::kASYMMETRIC},
    Name<ResizeCoordinateTransformation>{"half_pixel",
                                         ResizeCoordinateTransformation::kHALF_PIXEL}};

constexpr std::array resize_selectors{Name<ResizeSelector>{"formula", ResizeSelector::kFORMULA},
                                      Name<ResizeSelector>{"upper", ResizeSelector::kUPPER}};

constexpr std::array resize_round_modes{
    Name<ResizeRoundMode>{"half_up", ResizeRoundMode::kHALF_UP},
    Name<ResizeRoundMode>{"half_down", ResizeRoundMode::kHALF_DOWN},
    Name<ResizeRoundMode>{"floor", ResizeRoundMode::kFLOOR},
    Name<ResizeRoundMode>{"ceil", ResizeRoundMode::kCEIL}};

constexpr std::array loop_outputs{Name<LoopOutput>{"last_value", LoopOutput::kLAST_VALUE},
                                  Name<LoopOutput>{"concatenate", LoopOutput::kCONCATENATE},
                                  Name<LoopOutput>{"reverse", LoopOutput::kREVERSE}};

constexpr std::array trip_limits{Name<TripLimit>{"count", TripLimit::kCOUNT},
                                 Name<TripLimit>{"while", TripLimit::kWHILE}};

}  // namespace

std::string name_of(LayerType type) { return name_in(layer_types, type); }
ActivationType activation_type_of(std::string const& name) { return find(activation_types, name); }
PoolingType pooling_type_of(std::string const& name) { return find(pooling_types, name); }
PaddingMode padding_mode_of(std::string const& name) { return find(padding_modes, name); }
ElementWiseOperation elementwise_operation_of(std::string const& name) {
  return find(elementwise_operations, name);
}
UnaryOperation unary_operation_of(std::string const& name) { return find(unary_operations, name); }
ReduceOperation reduce_operation_of(std::string const& name) {
  return find(reduce_operations, name);
}
TopKOperation topk_operation_of(std::string const& name) { return find(topk_operations, name); }
MatrixOperation matrix_operation_of(std::string const& name) {
  return find(matrix_operations, name);
}
ScaleMode scale_mode_of(std::string const& name) { return find(scale_modes, name); }
GatherMode gather_mode_of(std::string const& name) { return find(gather_modes, name); }
SampleMode sample_mode_of(std::string const& name) { return find(sample_modes, name); }
InterpolationMode interpolation_mode_of(std::string const& name) {
  return find(interpolation_modes, name);
}
ResizeCoordinateTransformation coordinate_transformation_of(std::string const& name) {
  return find(resize_coordinate_transformations, name);
}
ResizeSelector resize_selector_of(std::string const& name) { return find(resize_selectors, name); }
ResizeRoundMode resize_round_mode_of(std::string const& name) {
  return find(resize_round_modes, name);
}
LoopOutput loop_output_of(std::string const& name) { return find(loop_outputs, name); }
TripLimit trip_limit_of(std::string const& name) { return find(trip_limits, name); }

}  // namespace trtp::runtime
