#pragma once

#include <memory>
#include <string>
#include <vector>

#include "dim.h"
#include "field.h"
#include "tensor.h"

namespace trtp {

inline constexpr int max_inputs = 16;
inline constexpr int max_outputs = 8;

// A formal input or output of an operator.
struct Port {
  char const* name;
  char const* doc;
  bool optional = false;
};
constexpr Port optional(char const* name, char const* doc) { return {name, doc, true}; }

// An operator with its attributes, its C++ type erased: all that adapters to a framework see.
// Arrays of Desc and Buffer have one element per formal input and output. Functions throw Error.
class AnyOp {
 public:
  virtual ~AnyOp() = default;
  virtual std::unique_ptr<AnyOp> clone() const = 0;
  virtual Values values() const = 0;
  virtual Outputs shapes(Inputs const& in) const = 0;
  // Whether these attributes allow a row of the operator's type table.
  virtual bool allows(Type const* row) const = 0;
  // Whether position `pos` (inputs, then outputs) may have its format, given those before it. Types
  // were looked at.
  virtual bool accepts_format(int pos, Desc const* io) const = 0;
  // Called with the shapes (-1: not known yet), types and formats that were chosen.
  virtual void configure(Desc const* in, Desc const* out) const = 0;
  virtual size_t workspace(Desc const* in, Desc const* out) const = 0;
  virtual cudaError_t launch(Buffer const* in, Buffer const* out, Launch const& run) const = 0;
};

struct AttributeInfo {
  std::string name;
  std::string kind;  // float, int, string, floats, ints, strings
  std::string doc;
  std::string expected;  // what its check admits; "" if anything
  bool required = false;
  bool has_default =
      false;  // an attribute may have none without being required: its absence means something
  Value default_value;
};

// An operator's declaration as data.
struct OpInfo {
  std::string name;
  std::string alias;  // its second name, which no importer of a framework shadows
  std::string version;
  std::string doc;
  int since = 0;        // the ONNX opset whose semantics it has; 0: no operator of ONNX's
  uint32_t schema = 1;  // raised when an attribute is added
  std::vector<Port> inputs, outputs;
  std::vector<Type const*> rows;
  std::vector<AttributeInfo> attributes;
  // Throws Error naming the operator, the attribute, what was expected and what came.
  std::unique_ptr<AnyOp> (*make)(OpInfo const&, std::vector<Field> const&) = nullptr;

  int input_count() const { return static_cast<int>(inputs.size()); }
  int output_count() const { return static_cast<int>(outputs.size()); }
  int required_inputs() const;
  // The name of position `pos` for messages: "input 'X'", "output 'Y'".
  std::string position(int pos) const;
};

// Bits of the first `count` formal inputs or outputs.
constexpr uint32_t first_bits(int count) { return (uint32_t{1} << count) - 1U; }

// Whether some row of the type table agrees with io[0..pos]; absent inputs and unused outputs agree
// with every row.
bool admits(OpInfo const& info, AnyOp const& op, Desc const* io, int pos, uint32_t present,
            uint32_t outputs);

// The row for these input types. Throws Error naming the input that no row admits.
Type const* find_row(OpInfo const& info, AnyOp const& op, Type const* in, uint32_t present);

// Throws Error unless `present` has every required input and no others than there are.
void check_present(OpInfo const& info, uint32_t present);

// Every operator of this library, sorted by name.
std::vector<OpInfo const*> const& operators();
OpInfo const* find_operator(std::string const& name_or_alias);

void add_operator(OpInfo info);

}  // namespace trtp
