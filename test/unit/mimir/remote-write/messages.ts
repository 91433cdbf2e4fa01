import protobuf from 'protobufjs'

/** What both versions have in common: prompb/types.proto and prompb/io/prometheus/write/v2/types.proto, without what is not written. */
const common = `
  message Sample { double value = 1; int64 timestamp = 2; }
  message BucketSpan { sint32 offset = 1; uint32 length = 2; }
  message Histogram {
    oneof count { uint64 count_int = 1; double count_float = 2; }
    double sum = 3; sint32 schema = 4; double zero_threshold = 5;
    oneof zero_count { uint64 zero_count_int = 6; double zero_count_float = 7; }
    repeated BucketSpan negative_spans = 8; repeated sint64 negative_deltas = 9; repeated double negative_counts = 10;
    repeated BucketSpan positive_spans = 11; repeated sint64 positive_deltas = 12; repeated double positive_counts = 13;
    int64 timestamp = 15;
    repeated double custom_values = 16;
  }`
const messages = (rest: string) => protobuf.parse(`syntax = "proto3"; ${common} ${rest}`).root
export const V1 = messages(`
  message WriteRequest { repeated TimeSeries timeseries = 1; repeated MetricMetadata metadata = 3; }
  message Label { string name = 1; string value = 2; }
  message Exemplar { repeated Label labels = 1; double value = 2; int64 timestamp = 3; }
  message MetricMetadata { int32 type = 1; string metric_family_name = 2; string help = 4; string unit = 5; }
  message TimeSeries { repeated Label labels = 1; repeated Sample samples = 2; repeated Exemplar exemplars = 3; repeated Histogram histograms = 4; }
`).lookupType('WriteRequest')
export const V2 = messages(`
  message Request { repeated string symbols = 4; repeated TimeSeries timeseries = 5; }
  message Exemplar { repeated uint32 labels_refs = 1; double value = 2; int64 timestamp = 3; }
  message Metadata { int32 type = 1; uint32 help_ref = 3; uint32 unit_ref = 4; }
  message TimeSeries {
    repeated uint32 labels_refs = 1; repeated Sample samples = 2; repeated Histogram histograms = 3; repeated Exemplar exemplars = 4; Metadata metadata = 5;
  }
`).lookupType('Request')

/** A message as plain data. */
export const plain = (type: protobuf.Type, bytes: Uint8Array): Record<string, unknown> =>
  type.toObject(type.decode(bytes), { longs: Number, arrays: true, bytes: Array })

/** Answers of remote read: a float is eight bytes, as what tells one NaN from another would be lost in a number. */
export const ReadResponse = protobuf
  .parse(`syntax = "proto3";
    message ReadResponse { repeated QueryResult results = 1; }
    message QueryResult { repeated TimeSeries timeseries = 1; }
    message TimeSeries { repeated Label labels = 1; repeated Sample samples = 2; }
    message Label { string name = 1; string value = 2; }
    message Sample { fixed64 value = 1; int64 timestamp = 2; }
  `)
  .root.lookupType('ReadResponse')
