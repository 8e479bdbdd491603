using Pergola.Wire.Schemas;

namespace Pergola.Wire.Forms;

/// <summary>Where the two query protocols differ in naming parameters.</summary>
internal abstract class FormDialect
{
    /// <summary>The parameter's name of a member.</summary>
    public abstract string NameOf(MemberSchema member);

    /// <summary>The node whose numbered children are the list's elements.</summary>
    public abstract FormNode ElementsOf(ListSchema list, FormNode node);

    /// <summary>The node whose numbered children are the map's entries.</summary>
    public abstract FormNode EntriesOf(MapSchema map, FormNode node);

    /// <summary>True when <c>Name=</c> is an empty list; otherwise the parameter counts as absent.</summary>
    public abstract bool EmptyIsList { get; }
}
