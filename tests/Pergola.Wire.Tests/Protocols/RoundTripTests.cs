using System.Globalization;
using System.Text;
using System.Xml.Linq;
using CsCheck;
using Pergola.Wire.Drafts;
using Pergola.Wire.Forms;
using Pergola.Wire.Json;
using Pergola.Wire.Messages;
using Pergola.Wire.Schemas;
using Pergola.Wire.Validation;

namespace Pergola.Wire.Tests.Protocols;

/// <summary>Every shape of every operation, with random values.</summary>
public sealed class RoundTripTests
{
    private const int Rounds = 20;

    [Fact]
    public void What_is_written_as_json_is_read_back_the_same() => Gen.ULong.Sample(
        seed => Assert.All(Shapes(Protocol.AwsJson11, Protocol.RestJson1), schema =>
        {
            var first = Write(schema, Draft.Make(new RandomShapes(seed, withEmpty: true).Structure(schema)));
            var faults = new Faults(1);
            var values = new object?[schema.Members.Count];

            Assert.True(JsonDraftReader.TryReadBody(schema, first, WireLimits.Default.DepthMax, values, faults));
            Assert.Empty(faults.All);
            Assert.Equal(
                Encoding.UTF8.GetString(first.Span),
                Encoding.UTF8.GetString(Write(schema, Draft.Make(new Draft.Structure(schema, values))).Span));
        }),
        iter: Rounds);

    [Theory]
    [InlineData(Protocol.Ec2Query)]
    [InlineData(Protocol.AwsQuery)]
    public void What_is_written_as_a_form_is_read_back_the_same(Protocol protocol) => Gen.ULong.Sample(
        seed => Assert.All(Inputs(protocol), schema =>
        {
            var dialect = DialectOf(protocol);
            var written = FormOf(new RandomShapes(seed, withEmpty: false).Structure(schema), dialect);
            var text = string.Join('&', written.Select(pair => $"{Encode(pair.Key)}={Encode(pair.Value)}"));

            Assert.True(Parameters.TryRead(text, WireLimits.Default.ParametersMax, out var parameters, out _));
            Assert.True(FormNode.TryPlant(parameters, WireLimits.Default.NamePartsMax, out var root, out _));
            var faults = new Faults(1);
            var values = new FormDraftReader(dialect, faults).ReadMembers(schema, root, path: "", out _);

            Assert.Empty(faults.All);
            Assert.Equal(written, FormOf(new Draft.Structure(schema, values), dialect));
        }),
        iter: Rounds);

    [Fact]
    public void Every_xml_answer_is_well_formed() => Gen.ULong.Sample(
        seed =>
        {
            foreach (var service in Door.Services.Where(service => DialectOrNull(service.Protocol) is not null))
            {
                foreach (var operation in service.Operations)
                {
                    var output = Draft.Make(new RandomShapes(seed, withEmpty: true).Structure(operation.Output));
                    var text = Requests.Text(Door.Write(service, operation, output));

                    Assert.Equal(operation.Name + "Response", XDocument.Parse(text).Root?.Name.LocalName);
                }
            }
        },
        iter: Rounds);

    [Fact]
    public void Whatever_text_a_leaf_has_an_xml_parser_reads_it_back() => Gen.String.Sample(text =>
    {
        var response = Door.Write(
            Api.Sts.StsApi.Model,
            Api.Sts.StsApi.GetCallerIdentity,
            new Api.Sts.GetCallerIdentityResponse { Arn = text });

        var read = XDocument.Parse(Requests.Text(response), LoadOptions.PreserveWhitespace)
            .Descendants().Single(leaf => leaf.Name.LocalName == "Arn");
        var writable = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(string.Concat(text.Select(Writable))));
        Assert.Equal(writable, read.Value);

        static char Writable(char character) =>
            character is '\uFFFE' or '\uFFFF'
            || (character < ' ' && character is not ('\t' or '\n' or '\r'))
                ? '\uFFFD'
                : character;
    });

    private static IEnumerable<StructureSchema> Shapes(params Protocol[] protocols) => Door.Services
        .Where(service => protocols.Contains(service.Protocol))
        .SelectMany(service => service.Operations)
        .SelectMany(IEnumerable<StructureSchema> (operation) => [operation.Input, operation.Output])
        .Where(schema => schema.Members.All(member => member.Location == MemberLocation.Body));

    private static IEnumerable<StructureSchema> Inputs(Protocol protocol) => Door.Services
        .Where(service => service.Protocol == protocol)
        .SelectMany(service => service.Operations)
        .Select(operation => operation.Input);

    private static ReadOnlyMemory<byte> Write(StructureSchema schema, object shape) =>
        JsonShapeWriter.Object(json => JsonShapeWriter.WriteMembers(json, schema, shape));

    private static FormDialect DialectOf(Protocol protocol) => DialectOrNull(protocol)!;

    private static FormDialect? DialectOrNull(Protocol protocol) => protocol switch
    {
        Protocol.Ec2Query => Ec2Query.Ec2QueryDialect.Instance,
        Protocol.AwsQuery => AwsQuery.AwsQueryDialect.Instance,
        _ => null,
    };

    // How SDKs write a form: the opposite of what the reader does, from the protocols' own rules.
    private static List<KeyValuePair<string, string>> FormOf(Draft.Structure structure, FormDialect dialect)
    {
        var form = new List<KeyValuePair<string, string>>();
        AddMembers(structure, prefix: "");
        return form;

        void AddMembers(Draft.Structure draft, string prefix)
        {
            for (var i = 0; i < draft.Values.Length; i++)
            {
                var member = draft.Schema.Members[i];
                if (draft.Values[i] is { } value)
                {
                    Add(prefix + dialect.NameOf(member), member.Target, value);
                }
            }
        }

        void Add(string name, Schema schema, object value)
        {
            switch (value)
            {
                case Draft.Structure nested:
                    AddMembers(nested, name + ".");
                    break;
                case Draft.List list:
                    var elements = list.Schema.Flattened || dialect.EmptyIsList
                        ? name
                        : $"{name}.{list.Schema.ElementName}";
                    for (var i = 0; i < list.Elements.Count; i++)
                    {
                        Add(Numbered(elements, i), list.Schema.Element, list.Elements[i]);
                    }

                    break;
                case Draft.Map map:
                    var entries = map.Schema.Flattened || dialect.EmptyIsList ? name : name + ".entry";
                    for (var i = 0; i < map.Entries.Count; i++)
                    {
                        form.Add(new($"{Numbered(entries, i)}.{map.Schema.KeyName}", map.Entries[i].Key));
                        Add($"{Numbered(entries, i)}.{map.Schema.ValueName}", map.Schema.Value, map.Entries[i].Value);
                    }

                    break;
                default:
                    form.Add(
                        new(name, ScalarText.Write(schema, value, TimestampFormat.Iso8601, withMilliseconds: true)));
                    break;
            }
        }
    }

    private static string Numbered(string name, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}.{index + 1}");

    private static string Encode(string text) => PercentEncoding.Encode(text);
}
