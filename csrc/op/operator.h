#pragma once

// What a file plugins/<name>/<name>_op.cpp includes: an operator is declared by a plain struct
//
//   struct Gelu {
//     static constexpr auto name = "Gelu";
//     static constexpr int since = 20;                      // ONNX opset; leave out if it is not
//     ONNX's static constexpr auto doc = "..."; static constexpr Port inputs[] = {{"X", "..."}},
//     outputs[] = {{"Y", "..."}}; GeluForm approximate = GeluForm::none;                //
//     attributes: members with their defaults static auto attributes() { return
//     std::tuple{attr("approximate", &Gelu::approximate, "...")}; } using types = Unary<float,
//     __half>;                   // rows.h Outputs shapes(Inputs const& in) const { return {in[0]};
//     } template <class T> cudaError_t launch(Tensor<T const> x, Tensor<T> y, Launch const& run)
//     const;  // a parameter per input and output
//   };
//   TRTP_OPERATOR(Gelu)
//
// Optional members:
//   static constexpr auto version = "2";                    // the plugin version; "1" otherwise
//   static constexpr uint32_t schema = 2;                   // raise it when an attribute is added
//   static constexpr auto formats = Formats::elementwise;   // otherwise Formats::linear
//   void validate() const;                                  // attributes that depend on each other
//   bool allows(Type const* row) const;                     // attributes that decide types
//   bool accepts_format(int pos, Desc const* io) const;     // instead of `formats`
//   void configure(Desc const* in, Desc const* out) const;  // throws Error on what cannot be run
//   size_t workspace(Desc const* in, Desc const* out) const;  // bytes
// All throw Error; messages need not name the operator.

#include <iterator>
#include <type_traits>
#include <utility>

#include "any_op.h"
#include "attribute.h"
#include "rows.h"

namespace trtp {

enum class Formats {
  linear,       // every tensor row-major
  elementwise,  // any layout, the same for all tensors: element i of the memory of one belongs to
                // element i of the others
};

namespace detail {

#define TRTP_HAS(member)                    \
  template <class Op, class = void>         \
  struct has_##member : std::false_type {}; \
  template <class Op>                       \
  struct has_##member<Op, std::void_t<decltype(&Op::member)>> : std::true_type {};
TRTP_HAS(version)
TRTP_HAS(since)
TRTP_HAS(schema)
TRTP_HAS(formats)
TRTP_HAS(validate)
TRTP_HAS(allows)
TRTP_HAS(accepts_format)
TRTP_HAS(configure)
TRTP_HAS(workspace)
#undef TRTP_HAS

bool elementwise_format(int pos, Desc const* io);

}  // namespace detail

template <class Op>
class OpModel final : public AnyOp {
 public:
  explicit OpModel(Op op) : op_(std::move(op)) {}

  std::unique_ptr<AnyOp> clone() const override { return std::make_unique<OpModel>(*this); }
  Values values() const override { return values_of(op_); }

  Outputs shapes(Inputs const& in) const override {
    return within(Op::name, [&] { return op_.shapes(in); });
  }
  bool allows(Type const* row) const override {
    if constexpr (detail::has_allows<Op>::value) return op_.allows(row);
    return static_cast<void>(row), true;
  }
  bool accepts_format(int pos, Desc const* io) const override {
    if constexpr (detail::has_accepts_format<Op>::value) return op_.accepts_format(pos, io);
    if constexpr (detail::has_formats<Op>::value) {
      if (Op::formats == Formats::elementwise) return detail::elementwise_format(pos, io);
    }
    return io[pos].format == Format::linear;
  }
  void configure(Desc const* in, Desc const* out) const override {
    if constexpr (detail::has_configure<Op>::value) {
      within(Op::name, [&] { op_.configure(in, out); });
    }
  }
  size_t workspace(Desc const* in, Desc const* out) const override {
    if constexpr (detail::has_workspace<Op>::value) {
      return within(Op::name, [&] { return op_.workspace(in, out); });
    }
    return 0;
  }
  cudaError_t launch(Buffer const* in, Buffer const* out, Launch const& run) const override {
    return dispatch(typename Op::types{}, in, out, run);
  }

 private:
  template <class... R>
  cudaError_t dispatch(Rows<R...>, Buffer const* in, Buffer const* out, Launch const& run) const {
    cudaError_t status = cudaErrorNotSupported;
    static_cast<void>(((matches<R>(in, out) && (status = call(R{}, in, out, run), true)) || ...));
    return status;
  }

  // Absent tensors have no data, and no type to look at.
  template <class R>
  static bool matches(Buffer const* in, Buffer const* out) {
    for (int i = 0; i < R::inputs; ++i) {
      if (in[i].desc.type != Type::none && in[i].desc.type != R::types[i]) return false;
    }
    for (int i = 0; i < R::outputs; ++i) {
      if (out[i].desc.type != Type::none && out[i].desc.type != R::types[R::inputs + i])
        return false;
    }
    return true;
  }

  template <class... I, class... O>
  cudaError_t call(Row<In<I...>, Out<O...>>, Buffer const* in, Buffer const* out,
                   Launch const& run) const {
    return call(In<I...>{}, Out<O...>{}, std::index_sequence_for<I...>{},
                std::index_sequence_for<O...>{}, in, out, run);
  }
  template <class... I, class... O, size_t... i, size_t... o>
  cudaError_t call(In<I...>, Out<O...>, std::index_sequence<i...>, std::index_sequence<o...>,
                   Buffer const* in, Buffer const* out, Launch const& run) const {
    return op_.launch(typed<I const>(in[i])..., typed<O>(out[o])..., run);
  }
  template <class T>
  static Tensor<T> typed(Buffer const& b) {
    return {static_cast<T*>(b.data), b.desc.shape, b.desc.format, b.desc.scale};
  }

  Op op_;
};

template <class Op>
std::unique_ptr<AnyOp> make_operator(OpInfo const& info, std::vector<Field> const& fields) {
  return within(info.name, [&]() -> std::unique_ptr<AnyOp> {
    auto op = parse<Op>(fields);
    if constexpr (detail::has_validate<Op>::value) op.validate();
    return std::make_unique<OpModel<Op>>(std::move(op));
  });
}

template <class Op>
OpInfo info_of() {
  using Types = typename Op::types;
  static_assert(std::size(Op::inputs) == Types::inputs && std::size(Op::outputs) == Types::outputs,
                "a row of types has a place for each input and output");
  static_assert(Types::inputs <= max_inputs && Types::outputs <= max_outputs);
  OpInfo info;
  info.name = Op::name;
  info.alias = text("TRTP_", Op::name);
  info.doc = Op::doc;
  info.version = "1";
  if constexpr (detail::has_version<Op>::value) info.version = Op::version;
  if constexpr (detail::has_since<Op>::value) info.since = Op::since;
  if constexpr (detail::has_schema<Op>::value) info.schema = Op::schema;
  info.inputs.assign(std::begin(Op::inputs), std::end(Op::inputs));
  info.outputs.assign(std::begin(Op::outputs), std::end(Op::outputs));
  info.rows.assign(std::begin(Types::table), std::end(Types::table));
  info.make = &make_operator<Op>;
  detail::each_attribute<Op>([&](auto const& a) {
    using M = std::decay_t<decltype(std::declval<Op&>().*a.member)>;
    AttributeInfo out{a.name, Codec<M>::kind, a.doc, a.check.expected(), a.required, false, {}};
    if constexpr (std::is_enum_v<M>) {
      for (auto const& e : enumerators<M>)
        out.expected += text(out.expected.empty() ? "one of '" : ", '", e.name, "'");
    }
    if constexpr (!detail::is_optional<M>::value) {
      out.has_default = !a.required;
      if (out.has_default) out.default_value = Codec<M>::value(Op{}.*a.member);
    }
    info.attributes.push_back(std::move(out));
  });
  return info;
}

// Puts the operator into this library's table when the library is loaded; early, since what is
// registered with a framework at load time is read from that table.
#define TRTP_OPERATOR(Op)                                                                     \
  namespace {                                                                                 \
  [[gnu::constructor(1000)]] void add_##Op() { ::trtp::add_operator(::trtp::info_of<Op>()); } \
  }

}  // namespace trtp
