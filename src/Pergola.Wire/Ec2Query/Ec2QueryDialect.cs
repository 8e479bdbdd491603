using Pergola.Wire.Forms;
using Pergola.Wire.Schemas;

namespace Pergola.Wire.Ec2Query;

/// <summary><c>Filter.1.Value.1</c>: names of their own, and every list flattened whatever the model says.</summary>
internal sealed class Ec2QueryDialect : FormDialect
{
    public static Ec2QueryDialect Instance { get; } = new();

    public override bool EmptyIsList => true;

    public override string NameOf(MemberSchema member) => member.QueryName;

    public override FormNode ElementsOf(ListSchema list, FormNode node) => node;

    public override FormNode EntriesOf(MapSchema map, FormNode node) => node;
}
