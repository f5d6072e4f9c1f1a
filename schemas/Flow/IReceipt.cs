namespace Snowtrail.Schemas.Flow;

/// <summary>
/// Travels with a value from the source that owns its position to the stage that ends its journey. The owner moves its
/// position only over values whose receipts are settled.
/// </summary>
public interface IReceipt
{
    /// <summary>Ends the journey. Only the first call counts; any thread may make it.</summary>
    void Settle(Settlement settlement);
}
