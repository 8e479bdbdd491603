namespace Pergola.Wire.Schemas;

/// <summary>How a service speaks.</summary>
public enum Protocol
{
    RestJson1,
    AwsJson10,
    AwsJson11,
    AwsQuery,
    Ec2Query,
    RestXml,
}

/// <summary>An AWS service, as its model describes it.</summary>
/// <param name="Id">Our short name, as in endpoint variables and signing scopes: <c>vpc-lattice</c>.</param>
/// <param name="Protocol">How it speaks.</param>
/// <param name="ApiVersion">The <c>Version</c> of query requests.</param>
/// <param name="SigningName">The service of the SigV4 credential scope.</param>
/// <param name="TargetPrefix">The part before the dot of <c>X-Amz-Target</c>.</param>
/// <param name="XmlNamespace">The namespace of XML answers.</param>
/// <param name="Operations">What was generated.</param>
/// <param name="OtherOperations">What the model has beside that: known, not implemented.</param>
public sealed record ServiceModel(
    string Id,
    Protocol Protocol,
    string ApiVersion,
    string SigningName,
    string? TargetPrefix,
    string? XmlNamespace,
    IReadOnlyList<Operation> Operations,
    IReadOnlyList<string> OtherOperations);

/// <summary>An operation, as the model describes it.</summary>
public abstract record Operation(
    string Name,
    string HttpMethod,
    string RequestUri,
    int SuccessStatus,
    StructureSchema Input,
    StructureSchema Output,
    IReadOnlyList<ErrorShape> Errors,
    bool HasOutput);

/// <summary>An operation with the C# types of its input and output.</summary>
public sealed record Operation<TRequest, TResponse>(
    string Name,
    string HttpMethod,
    string RequestUri,
    int SuccessStatus,
    StructureSchema Input,
    StructureSchema Output,
    IReadOnlyList<ErrorShape> Errors,
    bool HasOutput)
    : Operation(Name, HttpMethod, RequestUri, SuccessStatus, Input, Output, Errors, HasOutput);

/// <summary>An error that the model lists: its wire code, status, and the names of its members.</summary>
public sealed record ErrorShape(string Name, string Code, int HttpStatus, IReadOnlyList<string> Members);
