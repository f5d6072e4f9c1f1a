namespace Snowtrail.Proxy.Sessions;

internal enum TokenKind : byte
{
    Session = 1,
    Master = 2,
}
