use guildhall_store::testing::TestDb;
use guildhall_store::*;
const M: &[Migration] = &[
    Migration { name: "0001", sql: include_str!("../../../migrations/0001_accounts.sql") },
    Migration { name: "0002", sql: include_str!("../../../migrations/0002_organizations.sql") },
    Migration { name: "0003", sql: include_str!("../../../migrations/0003_work.sql") },
];
#[tokio::test]
async fn smoke() {
    for _ in 0..4 {
        let t = std::time::Instant::now();
        let db = TestDb::postgres(M).await.unwrap();
        println!("open {:?}", t.elapsed());
        let t = std::time::Instant::now();
        Db::open(db.target(), M).await.unwrap();
        println!("reopen {:?}", t.elapsed());
        let t = std::time::Instant::now();
        drop(db);
        println!("drop {:?}", t.elapsed());
    }
}
