using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using Pergola.Wire.Schemas;

namespace Pergola.Testing;

/// <summary>What the server answered to one API request.</summary>
/// <param name="ErrorType">The header that names a JSON protocol's error; null when there is none.</param>
/// <param name="HungUp">The server closes the connection after this answer.</param>
public sealed record ApiAnswer(int Status, string Body, string? ErrorType, bool HungUp)
{
    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();

    public ApiAnswer MustSucceed(string what)
    {
        Assert.True(Status is >= 200 and < 300, $"{what}: {Status} {Body}");
        return this;
    }

    /// <summary>The text of the first XML element of this name.</summary>
    public string Element(string name) => Elements(name).First();

    public IEnumerable<string> Elements(string name) =>
        XElement.Parse(Body).Descendants().Where(e => e.Name.LocalName == name).Select(e => e.Value);

    /// <summary>
    /// What is wrong with it as an answer to bad input; null when it is a success or a 4xx that the protocol's clients
    /// can read.
    /// </summary>
    public string? WhatIsWrong(Protocol protocol)
    {
        if (Status is < 200 or >= 500)
        {
            return $"status {Status}: {Body}";
        }

        // What HTTP itself forbids (a line too long, a NUL in a path) never reaches a protocol: refused and hung up on.
        if (Status < 300 || (HungUp && Body.Length == 0))
        {
            return null;
        }

        try
        {
            var named = protocol is Protocol.AwsQuery or Protocol.Ec2Query
                ? Element("Code").Length > 0
                : (ErrorType ?? (string?)Json["__type"]) is { Length: > 0 };
            return named ? null : $"status {Status} without the error's name: {Body}";
        }
        catch (Exception e) when (e is XmlException or JsonException or InvalidOperationException)
        {
            return $"status {Status} with a body that is no {protocol} error ({e.Message}): {Body}";
        }
    }
}
