/**
 * ONNX models of a few hundred bytes, written byte by byte, so that tests need no model file: onnx.proto's ModelProto in
 * protobuf's wire format. The picture is flattened and multiplied with a matrix.
 */
export interface TinyModel {
  /** Shape of the input. */
  readonly input: readonly number[];
  /** Values in the answer. */
  readonly output: number;
  /** Element of the matrix at (input value, output value). */
  readonly weight: (row: number, column: number) => number;
}

const FLOAT = 1;

export function tinyOnnx({ input, output, weight }: TinyModel): Uint8Array {
  const rows = input.reduce((product, edge) => product * edge, 1);
  const weights = new Float32Array(rows * output);
  for (let at = 0; at < weights.length; at++) weights[at] = weight(Math.floor(at / output), at % output);
  const graph = message(
    field(1, node('Flatten', ['picture'], ['flat'])),
    field(1, node('MatMul', ['flat', 'weights'], ['values'])),
    field(2, text('tiny')),
    field(5, tensor('weights', [rows, output], weights)),
    field(11, value('picture', input)),
    field(12, value('values', [1, output])),
  );
  // ModelProto: ir_version, opset_import { version }, graph.
  return message(number(1, 8), field(8, number(2, 13)), field(7, graph));
}

/** NodeProto: input, output, op_type. */
function node(operator: string, inputs: readonly string[], outputs: readonly string[]): Uint8Array {
  return message(
    ...inputs.map((name) => field(1, text(name))),
    ...outputs.map((name) => field(2, text(name))),
    field(4, text(operator)),
  );
}

/** TensorProto: dims, data_type, name, raw_data. */
function tensor(name: string, dims: readonly number[], values: Float32Array): Uint8Array {
  return message(
    ...dims.map((edge) => number(1, edge)),
    number(2, FLOAT),
    field(8, text(name)),
    field(9, new Uint8Array(values.buffer)),
  );
}

/** ValueInfoProto: name, type { tensor_type { elem_type, shape { dim { dim_value } } } }. */
function value(name: string, dims: readonly number[]): Uint8Array {
  const shape = message(...dims.map((edge) => field(1, number(1, edge))));
  return message(field(1, text(name)), field(2, field(1, message(number(1, FLOAT), field(2, shape)))));
}

function message(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

function text(content: string): Uint8Array {
  return Buffer.from(content);
}

function field(tag: number, content: Uint8Array): Uint8Array {
  return message(varint(tag * 8 + 2), varint(content.length), content);
}

function number(tag: number, content: number): Uint8Array {
  return message(varint(tag * 8), varint(content));
}

function varint(content: number): Uint8Array {
  const bytes: number[] = [];
  for (let left = content; ; left = Math.floor(left / 128)) {
    if (left < 128) return Uint8Array.from([...bytes, left]);
    bytes.push((left % 128) | 128);
  }
}
