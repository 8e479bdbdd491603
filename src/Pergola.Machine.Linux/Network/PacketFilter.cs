using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Pergola.Machine.Linux.Network;

/// <summary>The packet filter of one namespace: written as text by nft, read back by netlink.</summary>
internal static class PacketFilter
{
    private const int NetfilterProtocol = 12;

    /// <summary>Runs a script in one transaction.</summary>
    /// <exception cref="FabricException">nft's own words about the first line it refuses.</exception>
    public static void Run(string networkName, string script)
    {
        // nsenter changes its own namespace and then becomes nft, so no thread of ours leaves home.
        var start = new ProcessStartInfo("nsenter", [$"--net={NamedNetwork.PathOf(networkName)}", "nft", "-f", "-"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        using var process = Start(start);
        Write(process, script);
        var complaint = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new FabricException($"nft refused the rules of {networkName}: {complaint.Trim()}");
        }
    }

    /// <summary>The stamp of the rules in force; empty when our table is not there.</summary>
    public static string StampOf(SafeFileHandle network)
    {
        const ushort listTables = (10 << 8) | 1;
        const ushort nameAttribute = 1;
        const ushort userAttribute = 6;
        const byte inetFamily = 1;
        using var socket = new NetlinkSocket(network, NetfilterProtocol);
        var message = new NetlinkMessage("list tables", listTables, NetlinkMessage.Dump, [inetFamily, 0, 0, 0]);
        foreach (var body in socket.Ask(message))
        {
            var attributes = NetlinkAttributes.Read(body.AsSpan(4));
            if (attributes.TryGetValue(nameAttribute, out var name)
                && Encoding.UTF8.GetString(name).TrimEnd('\0') == NftScript.Table)
            {
                return Comment(attributes.GetValueOrDefault(userAttribute));
            }
        }

        return "";
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new FabricException("nsenter cannot be started.");
        }
        catch (Win32Exception e)
        {
            throw new FabricException($"nsenter (of util-linux) cannot be started: {e.Message}", e.NativeErrorCode);
        }
    }

    // A process that ends early does not read; what it has to say about that is on its standard error.
    private static void Write(Process process, string script)
    {
        try
        {
            process.StandardInput.Write(script);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
        }
    }

    // nft keeps a comment as (type 0, length, text with a zero byte) in the table's user part.
    private static string Comment(byte[]? user) =>
        user is [0, var length, ..] && user.Length >= length + 2
            ? Encoding.UTF8.GetString(user, 2, length).TrimEnd('\0')
            : "";
}
