namespace Pergola.Machine.Linux.Network;

/// <summary>What a link's alias says about the interface: enough to adopt it after a crash.</summary>
/// <param name="Fingerprint">Empty while the interface is not finished.</param>
internal sealed record InterfaceLabel(string InterfaceId, string Fingerprint, string Sandbox)
{
    private const string Unfinished = "-";

    /// <summary>Reads an alias. A link without one was left by a crash and is known by its own name.</summary>
    public static InterfaceLabel Of(KernelLink link) => link.Alias.Split(' ') switch
    {
        [var id, Unfinished, var sandbox, ..] => new InterfaceLabel(id, "", sandbox),
        [var id, var fingerprint, var sandbox, ..] => new InterfaceLabel(id, fingerprint, sandbox),
        _ => new InterfaceLabel(link.Name, "", ""),
    };

    /// <summary>The alias, with a word for people. The kernel takes 255 bytes.</summary>
    public string ToAlias(string owner)
    {
        const int lengthMax = 255;
        var text = $"{InterfaceId} {(Fingerprint.Length == 0 ? Unfinished : Fingerprint)} {Sandbox} {owner}";
        return text.Length <= lengthMax ? text : text[..lengthMax];
    }
}
