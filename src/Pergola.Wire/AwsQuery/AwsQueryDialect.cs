using Pergola.Wire.Forms;
using Pergola.Wire.Schemas;

namespace Pergola.Wire.AwsQuery;

/// <summary><c>Tags.member.1.Key</c> and <c>Attributes.entry.1.key</c>.</summary>
internal sealed class AwsQueryDialect : FormDialect
{
    public static AwsQueryDialect Instance { get; } = new();

    /// <summary>The SDK for Go writes <c>Name=</c> for an empty list; AWS ignores it.</summary>
    public override bool EmptyIsList => false;

    public override string NameOf(MemberSchema member) => member.WireName;

    public override FormNode ElementsOf(ListSchema list, FormNode node) =>
        list.Flattened ? node : node.Child(list.ElementName) ?? node.Child("member") ?? node;

    public override FormNode EntriesOf(MapSchema map, FormNode node) =>
        map.Flattened ? node : node.Child("entry") ?? node;
}
